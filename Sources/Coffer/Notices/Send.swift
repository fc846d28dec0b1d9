import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Accepts a notice for sending: what it is about is kept, sealed, until it has left.
    ///
    /// Whether the subject may be written to, where, and what the text is, is decided when it leaves, and again at every
    /// try; what stands against it now already is said now.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice, as the charter names it.
    ///   - subject: whom it is for; never an address.
    ///   - record: what it is about; nil for a kind that is about nothing of his.
    ///   - given: what the sender gives, by slot.
    ///   - recipient: who gets it, for a kind that goes to staff or to somebody outside: his name in the delivery
    ///     settings. The notice is about the subject then, whose label is the most that it says of him.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is queued.
    ///   - session: who asks.
    /// - Returns: the notice's number.
    /// - Throws: `bad_value` for what was given, `throttled` when too many wait for this subject, `conflict`, the denial's
    ///   code, or a failure. Nothing is queued then.
    public func send(
        _ kind: String, to subject: SubjectID, about record: RecordID?, given: [String: String] = [:],
        recipient: String? = nil, idempotencyKey key: String?, as session: Session
    ) async throws(VaultError) -> QueuedNotice {
        try checkAlive()
        let order = NoticeOrder(
            kind: kind, recipient: recipient, about: record, given: given, purpose: session.purpose,
            caseID: session.caseID,
            seed: random.bytes(NoticeOrder.seedBytes), previous: nil)
        let (passage, rule) = try await enter(order, subject, session, for: .queue)
        guard !rule.to.contains(.previous) else {
            // It goes to an address that only a change of address knows.
            try await refuse(
                VaultError(
                    .channelNotAgreed, "the vault sends this kind itself, to an address that was written over"
                ),
                passage)
        }
        guard recipient != nil || !rule.isToOthers else {
            try await refuse(
                VaultError(.groundMissing, "this kind goes to a name of the register: say which"), passage)
        }
        do { _ = try charter.given(given, for: rule) } catch {
            try await refuse(
                VaultError(.badValue, rule: error.rule, naming: charter.wanted(of: given, for: rule)),
                passage)
        }
        try await prepareIdempotency(key)
        var body = order.json.object ?? [:]
        body["seed"] = nil
        body["subject"] = .string(subject.description)
        let request = JSON.object(body)
        do {
            return try await turn.take {
                let repeated = try await idempotent(session, "notice", key, request)
                if let answer = repeated.answer {
                    _ = try await self.record([entry(session, RequestID.random(from: random), .notice)])
                    guard let before = (try? JSON(reading: answer)).flatMap({ try? QueuedNotice(json: $0) })
                    else { throw VaultError(.integrity) }
                    return before
                }
                let loaded = try await present(subject, session, .notice)
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                let hourAgo = now().adding(seconds: -3600)
                // What was refused counts as well: each try would tell something about him.
                let recent = try await data.notices(of: subject).count {
                    !$0.progress.state.isEnd || $0.created > hourAgo
                }
                guard recent < Limits.noticesPerSubject else {
                    try await refuse(VaultError(.throttled, rule: "notice.waiting"), passage)
                }
                let row = try queued(order, open)
                let answer = QueuedNotice(
                    notice: row.notice, kind: kind,
                    channels: rule.isToOthers ? 1 : try channels(for: rule, passage).count,
                    expires: row.expires)
                let extra = repeated.row(answer: answer.json.canonical).map {
                    [DataChange.putIdempotency($0)]
                }
                var write = Write { positions in
                    [.insertNotice(row.announced(at: positions.first))] + (extra ?? [])
                }
                write.intents = [announcement(row, order, open, session)]
                _ = try await commit(write)
                return answer
            }
        } catch { throw vaultError(error) }
    }

    /// A new row of the outbox, due at once.
    func queued(_ order: NoticeOrder, _ open: OpenSubject) throws(VaultError) -> OutboxRow {
        let now = now()
        let notice = NoticeID.timeOrdered(at: now, from: random)
        let sealed: [UInt8]
        do { sealed = try fields.seal(order.json.canonical, of: notice, open.keys) } catch {
            throw VaultError(error.code)
        }
        return OutboxRow(
            notice: notice, subject: open.keys.subject, created: now,
            expires: now.adding(seconds: DeliveryLimits.lifeSeconds), sealed: sealed,
            progress: OutboxProgress(
                state: .queued, tries: 0, due: now, changed: now, reason: nil,
                intent: IntentPosition(log: log, sequence: 0)))
    }

    /// The ledger's row that vouches for a queued notice until it has left.
    func announcement(
        _ row: OutboxRow, _ order: NoticeOrder, _ open: OpenSubject, _ session: Session
    ) -> LedgerEntry {
        var intent = entry(session, RequestID.random(from: random), .notice)
        intent.state = .intent
        intent.subject = open.keys.reference
        intent.noted = "\(order.name).queued"
        intent.changes = [row.announcement(open.keys)]
        return intent
    }
}

extension OutboxRow {
    /// What the ledger says of it before it is stored, and vouches for until it has left.
    func announcement(_ keys: SubjectKeys) -> LedgerChange {
        LedgerChange(record: keys.reference(of: notice), revision: 1, hash: RowHash.notice(self))
    }

    /// The row with the place of the intent that announced it.
    func announced(at position: IntentPosition?) -> OutboxRow {
        var row = self
        if let position { row.progress.intent = position }
        return row
    }
}
