import CofferCharter
package import CofferDelivery
import CofferFields
import CofferLedger
package import CofferModel
import CofferStore

extension Vault {
    /// Notes what became of a try.
    ///
    /// - Parameters:
    ///   - ready: what was tried.
    ///   - outcome: what happened.
    ///   - session: the dispatcher's.
    /// - Returns: what was done.
    /// - Throws: a failure of the vault; the notice is tried again then.
    package func conclude(
        _ ready: ReadyNotice, _ outcome: DeliveryOutcome, as session: Session
    ) async throws(VaultError) -> Concluded {
        let (row, order, names) = (ready.row, ready.order, ready.names)
        let named = entry(session.sending(order), RequestID.random(from: random), .notice)
        switch outcome {
        case .delivered: return .done(try await end(row, .sent, nil, order, names, named))
        case .refused(let reason):
            if ready.hasNext, reason.cause.isOfAddress {
                return try await tryNext(ready, reason, named, session)
            }
            return .done(try await end(row, .dead, reason.description, order, names, named))
        case .deferred(let reason, let wait):
            return .done(try await again(row, reason.description, wait, order, names, named))
        }
    }

    /// The customer's order of channels is the order in which they are tried: one that is no more is passed over.
    private func tryNext(
        _ ready: ReadyNotice, _ reason: DeliveryReason, _ entry: LedgerEntry, _ session: Session
    ) async throws(VaultError) -> Concluded {
        var noted = entry
        noted.subject = ready.names.subject
        noted.noted = Self.noted(ready.order, "refused", reason.description)
        _ = try await record([noted])
        guard let row = try await leased(ready.row, tries: ready.row.progress.tries) else {
            return .done(Dispatched())
        }
        let next = try await prepare(row, skipping: ready.skipped + 1, try waysOut(), session)
        return switch next {
        case .ready(let ready): .next(ready)
        case .done(let done): .done(done)
        }
    }

    /// Waiting for its turn is no try.
    func postpone(
        _ row: OutboxRow, until next: Timestamp
    ) async throws(VaultError) -> Dispatched {
        var progress = row.progress
        progress.tries -= 1
        progress.due = next
        progress.changed = now()
        progress.reason = "rate"
        try await advance(row, progress)
        return Dispatched(deferred: 1)
    }

    func again(
        _ row: OutboxRow, _ reason: String, _ wait: Int64?, _ order: NoticeOrder, _ names: NoticeNames,
        _ entry: LedgerEntry
    ) async throws(VaultError) -> Dispatched {
        let next = Backoff.next(
            afterTries: row.progress.tries, at: now(), made: row.created, life: DeliveryLimits.lifeSeconds,
            retryAfter: wait, random: random)
        guard let next else {
            // Its time is over before the next try would be.
            return try await end(row, .lapsed, reason, order, names, entry)
        }
        var noted = entry
        noted.subject = names.subject
        noted.noted = Self.noted(order, "deferred", reason)
        _ = try await record([noted])
        var progress = row.progress
        progress.due = next
        progress.changed = now()
        progress.reason = reason
        try await advance(row, progress)
        return Dispatched(deferred: 1)
    }

    private func advance(_ row: OutboxRow, _ progress: OutboxProgress) async throws(VaultError) {
        do { try await data.commit([.advanceNotice(row.notice, expected: row.progress, progress)]) } catch {
            // Taken back meanwhile: then that stands.
            if error != .conflict { throw vaultError(error) }
        }
    }

    /// Notes the end of a notice; the ledger vouches no more for one that has left or lapsed.
    func end(
        _ row: OutboxRow, _ state: OutboxProgress.State, _ reason: String?, _ order: NoticeOrder?,
        _ names: NoticeNames, _ entry: LedgerEntry
    ) async throws(VaultError) -> Dispatched {
        var progress = row.progress
        progress.state = state
        progress.due = row.expires
        progress.changed = now()
        progress.reason = reason.map { String($0.prefix(Limits.outboxReasonBytes)) }
        var noted = entry
        noted.subject = names.subject
        noted.noted = Self.noted(order, "\(state)", reason)
        if !state.isEnd {
            _ = try await record([noted])
            try await advance(row, progress)
            return Dispatched(dead: 1)
        }
        noted.state = .intent
        noted.changes = [LedgerChange(record: names.notice, revision: 2, hash: nil)]
        var write = Write { [progress] positions in
            var progress = progress
            if let position = positions.first { progress.intent = position }
            return [.advanceNotice(row.notice, expected: row.progress, progress)]
        }
        write.intents = [noted]
        do { try await turn.take { _ = try await commit(write) } } catch {
            // Taken back while it was on its way: both are true, and the row says the first.
            guard vaultError(error).code == .conflict, state == .sent else { throw vaultError(error) }
            noted.state = nil
            noted.changes = []
            _ = try await record([noted])
        }
        return state == .sent ? Dispatched(sent: 1) : Dispatched(lapsed: 1)
    }

    /// As `invoice_issued.deferred.busy`: the kind, what became of it, and why, without the other side's numbers.
    private static func noted(_ order: NoticeOrder?, _ what: String, _ reason: String?) -> String {
        let why = reason.map { "." + ($0.split(separator: " ").first.map { String($0) } ?? "") } ?? ""
        return (order.map { $0.name + "." } ?? "") + what + why
    }
}
