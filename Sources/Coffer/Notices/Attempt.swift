import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
import CofferModel
import CofferOutbound
import CofferStore
import Synchronization

/// What came of preparing a notice.
enum Attempt {
    case ready(ReadyNotice)
    case done(Dispatched)
}

extension Vault {
    /// Takes a notice, so that nobody else tries it for a while, and prepares it.
    func attempt(
        _ row: OutboxRow, _ ways: DeliveryWays, _ session: Session
    ) async throws(VaultError) -> Attempt {
        guard let row = try await leased(row, tries: row.progress.tries + 1) else {
            return .done(Dispatched())
        }
        return try await prepare(row, skipping: 0, ways, session)
    }

    /// The row with its next try so far off that this one is over by then; nil when it is somebody else's, or taken back.
    func leased(_ row: OutboxRow, tries: Int) async throws(VaultError) -> OutboxRow? {
        var next = row
        next.progress.tries = tries
        next.progress.due = now().adding(seconds: Self.leaseSeconds)
        next.progress.changed = now()
        do {
            try await data.commit([.advanceNotice(row.notice, expected: row.progress, next.progress)])
            return next
        } catch {
            guard error == .conflict else { throw vaultError(error) }
            return nil
        }
    }

    /// How long a try may last before another may begin: longer than any transport waits.
    private static let leaseSeconds = DeliveryLimits.deliverySeconds + 60

    /// Has a notice pass the gate, and makes the message that leaves.
    ///
    /// - Parameters:
    ///   - row: the notice, leased.
    ///   - skipped: how many of the customer's channels have refused him already.
    ///   - ways: the ways out.
    ///   - session: the dispatcher's.
    /// - Returns: the message on its way, or what became of the notice.
    /// - Throws: a failure of the vault.
    func prepare(
        _ row: OutboxRow, skipping skipped: Int, _ ways: DeliveryWays, _ session: Session
    ) async throws(VaultError) -> Attempt {
        let loaded = try await sound([row.subject])
        // Who is erased has no notices; his rows go with him.
        guard let open = loaded.open[row.subject] else { return .done(Dispatched()) }
        let names = NoticeNames(row, open.keys)
        let plain = entry(session, RequestID.random(from: random), .notice)
        guard let order = await settledOrder(of: row, open) else {
            return .done(try await end(row, .dead, Code.integrity.rawValue, nil, names, plain))
        }
        let session = session.sending(order)
        let named = entry(session, plain.request, .notice)
        guard now() < row.expires else {
            return .done(try await end(row, .lapsed, row.progress.reason, order, names, named))
        }
        let passage = Passage(
            order: order, session: session, subject: row.subject, loaded: loaded, settings: ways.settings,
            stage: .leave)
        do throws(VaultError) {
            let rule = try await pass(passage)
            // Whose address was changed hears of it whatever else was sent to him.
            if order.previous == nil, skipped == 0, let next = try await rest(row, order, open, ways) {
                return .done(try await postpone(row, until: next))
            }
            let there = try await destination(passage, rule, ways, skipping: skipped)
            let most = ways.settings.rates.perDomainMinute
            if !there.domain.isEmpty, let next = domains.take(there.domain, most: most, at: now()) {
                return .done(try await postpone(row, until: next))
            }
            let message = try await composed(row, passage.to(there.place), rule, there)
            let envelope = Envelope(sender: ways.settings.sender, recipient: there.recipient)
            return .ready(ReadyNotice(row, order, names, message, envelope, there, skipped: skipped))
        } catch {
            guard error.isPassing else {
                return .done(try await end(row, .dead, error.code.rawValue, order, names, named))
            }
            return .done(try await again(row, error.code.rawValue, nil, order, names, named))
        }
    }

    private func composed(
        _ row: OutboxRow, _ passage: Passage, _ rule: NoticeRule, _ there: Destination
    ) async throws(VaultError) -> CofferDelivery.OutboundMessage {
        guard let settings = passage.settings else { throw VaultError(.unavailable) }
        let frame = try MessageFrame(passage.order, to: passage.place, rule, settings, charter)
        let composed = try await compose(passage, rule, to: there.channel, frame)
        let message = try frame.message(composed, made: row.created)
        // The address that was written over has no record any more: its bytes are the order's.
        let address = rule.to.contains(.previous) ? nil : there.channel?.record
        // Before it leaves: nothing is out there that nobody could tell again.
        try await store(
            composed.issued + tokens(of: passage, rule, to: there.channel),
            composed.records.union([address].compactMap { $0 }), passage)
        return message
    }

    /// The last step before the wire, behind all writers: what was decided on still holds, and what leaves can be told.
    private func store(
        _ issued: [IssuedRow], _ records: Set<RecordID>, _ passage: Passage
    ) async throws(VaultError) {
        do {
            try await turn.take {
                guard let open = passage.open,
                    memory.withLock({ $0.vouched[open.keys.reference]?.revision }) == passage.facts?.revision
                else { throw VaultError(.unavailable, "what is known of the customer has changed meanwhile") }
                guard try settingsInForce() == passage.settings else {
                    throw VaultError(.unavailable, "the settings have changed meanwhile")
                }
                try await requireVouched(records, open)
                if !issued.isEmpty { try await data.commit(issued.map { .issue($0) }) }
            }
        } catch {
            let error = vaultError(error)
            // Somebody else made up the same short label meanwhile: the next try takes another one.
            throw error.code == .conflict
                ? VaultError(.unavailable, "a label was taken meanwhile") : error
        }
    }

    /// When whoever gets it may have the next notice about this customer; nil when now.
    private func rest(
        _ row: OutboxRow, _ order: NoticeOrder, _ open: OpenSubject, _ ways: DeliveryWays
    ) async throws(VaultError) -> Timestamp? {
        let start = now().adding(seconds: -3600)
        let all: [OutboxRow]
        do { all = try await data.notices(of: row.subject) } catch { throw vaultError(error) }
        let sent = all.filter { $0.progress.state == .sent && $0.progress.changed > start }
            .filter { self.order(kept: $0, open)?.recipient == order.recipient }
            .map(\.progress.changed).sorted()
        let most = ways.settings.rates.perRecipientHour
        return sent.count < most ? nil : sent[sent.count - most].adding(seconds: 3600)
    }
}

extension VaultError {
    /// Whether the same notice may pass later without anybody doing anything about it; what stands against the dispatcher
    /// stands against no notice.
    var isPassing: Bool {
        switch code {
        case .throttled, .locked, .halted, .unavailable, .unknown, .actorUnknown, .noAck, .roleDenied: true
        default: false
        }
    }
}
