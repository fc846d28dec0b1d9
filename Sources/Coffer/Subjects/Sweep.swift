import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Destroys the keys of all data whose time is over, and removes what they sealed.
    ///
    /// What is past its time is answered to nobody anyway (``Code/expired``, ``Code/destroyed``); after this nobody can
    /// read it, from no backup of the data either (S2-26, S4-19). Others read and write meanwhile; memory is that of
    /// one customer.
    ///
    /// - Parameters:
    ///   - session: who asks.
    ///   - progress: told how many records were looked at.
    /// - Returns: what was done; it is durable and anchored.
    /// - Throws: the denial's code, or a failure, after which asking again goes on.
    public func sweep(
        as session: Session, progress: @Sendable (Int) -> Void
    ) async throws(VaultError) -> Swept {
        try checkAlive()
        try await permit(.sweep, session)
        _ = try await record([entry(session, RequestID.random(from: random), .sweep)])
        var swept = Swept()
        var last: SubjectID?
        var records = 0
        do {
            while true {
                try checkAlive()
                try Task.checkCancellation()
                let page = try await data.factsPage(after: last, limit: Self.pageSize)
                for subject in page.map(\.subject) {
                    // One at a time: the keys of many large ones would leave no room for anybody else's.
                    let loaded = try await sound([subject])
                    records += loaded.records.count
                    progress(records)
                    guard let due = due(subject, loaded) else {
                        swept.skipped += 1
                        continue
                    }
                    if !due.isEmpty { try await sweep(subject, session, &swept) }
                }
                swept.subjects += page.count
                guard let end = page.last, page.count == Self.pageSize else { break }
                last = end.subject
            }
            if swept.keysDestroyed > 0 { try await ledger.flushAnchor() }
        } catch is CancellationError {
            throw VaultError(.locked, "given up: nobody waits for it")
        } catch { throw vaultError(error) }
        return swept
    }

    private static let pageSize = 100

    /// The keys whose data's time is over, ascending; nil for a subject who is not what the ledger says.
    private func due(_ subject: SubjectID, _ loaded: Loaded) -> [ScopeAddress]? {
        guard let open = loaded.open[subject], let facts = loaded.facts[subject] else { return nil }
        let codes = Dictionary(uniqueKeysWithValues: charter.retention.values.map { ($0.number, $0) })
        var holders: [ScopeAddress: [RecordID]] = [:]
        for row in open.records.values {
            for address in row.scopes { holders[address, default: []].append(row.record) }
        }
        let now = now()
        return open.keys.addresses.filter { address in
            guard let code = codes[address.kind] else { return false }
            // A key that seals nothing any more has outlived what was removed.
            guard let holders = holders[address] else {
                return charter.end(of: code, for: facts, record: nil, nil, now: now) != nil
            }
            return holders.allSatisfy {
                charter.end(of: code, for: facts, record: $0, loaded.records[$0], now: now) != nil
            }
        }
    }

    /// Looks once more, behind all writers, and destroys what is due then.
    private func sweep(
        _ subject: SubjectID, _ session: Session, _ swept: inout Swept
    ) async throws(VaultError) {
        let done: (keys: Int, changed: Int, removed: Int)?
        do {
            done = try await turn.take { () -> (keys: Int, changed: Int, removed: Int)? in
                // Nil, and nobody is waited for: the turn is taken.
                guard let loaded = try await loadOnce([subject]), let open = loaded.open[subject],
                    let due = due(subject, loaded)
                else { return nil }
                return try await destroy(Array(due.prefix(Limits.sweptKeys)), open, session)
            }
        } catch { throw vaultError(error) }
        guard let done else {
            swept.skipped += 1
            return
        }
        swept.keysDestroyed += done.keys
        swept.recordsChanged += done.changed
        swept.recordsRemoved += done.removed
    }

    /// Destroys keys of a subject, and takes what they sealed out of his records.
    ///
    /// - Returns: what was done; nil when the records are not what the ledger says, or a key is not held here.
    private func destroy(
        _ due: [ScopeAddress], _ open: OpenSubject, _ session: Session
    ) async throws -> (keys: Int, changed: Int, removed: Int)? {
        guard !due.isEmpty else { return (0, 0, 0) }
        let rows = Array(open.records.values)
        let tokens = try await data.tokens(of: rows.map(\.record))
        let byRecord = Dictionary(grouping: tokens, by: \.record)
        guard rows.allSatisfy({ isVouched($0, byRecord[$0.record] ?? [], open.keys) }) else { return nil }
        let tidying = Tidying(Set(due), in: rows, tokens)
        var intent = entry(session, RequestID.random(from: random), .sweep)
        intent.state = .intent
        intent.subject = open.keys.reference
        intent.destroyed = open.keys.names(at: due)
        intent.changes = tidying.changes(open.keys)
        let cards = Set(due.map(\.record))
        intent.changes += try await orders(
            endingWith: { cards.contains($0.bits) }, open, room: Limits.sweptRecords - intent.changes.count)
        guard intent.destroyed.count == due.count, intent.changes.count <= Limits.sweptRecords else {
            return nil
        }
        try await carryOut(intent, on: due) { position in
            due.map {
                EraseMark(
                    owner: open.keys.subject, record: $0.record == 0 ? nil : RecordID(bits: $0.record),
                    kind: $0.kind, intent: position)
            }
        }
        return (due.count, tidying.counts.changed, tidying.counts.removed)
    }
}
