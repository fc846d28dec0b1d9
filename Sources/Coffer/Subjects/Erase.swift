import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Forgets a customer: destroys every key his values were sealed under, then removes his rows.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - session: who asks.
    /// - Returns: what was done; it is durable and anchored.
    /// - Throws: `not_found` alike for one who was never here and one already erased; `hold_active` while a hold
    ///   stands; the denial's code; or a failure, after which asking again finishes the erasure.
    public func erase(_ subject: SubjectID, as session: Session) async throws(VaultError) -> Erasure {
        try checkAlive()
        do {
            return try await turn.take {
                // Who may not erase at all learns nothing about who is here.
                try await permit(.erase, session)
                let loaded = try await present(subject, session, .erase)
                try await permit(.erase, session, subject: subject, loaded)
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                return try await destroy(open, record: nil, session, .erase)
            }
        } catch { throw vaultError(error) }
    }

    /// Removes one record and destroys the keys that are its own.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - revision: the revision the asker has seen; another one is `conflict`.
    ///   - session: who asks.
    /// - Returns: what was done; it is durable and anchored.
    /// - Throws: as ``erase(_:as:)``.
    public func remove(
        _ record: RecordID, revision: UInt64, as session: Session
    ) async throws(VaultError) -> Erasure {
        try checkAlive()
        do {
            return try await turn.take {
                try await refuse(removeRefusal(session), session, .remove)
                let (subject, row, loaded) = try await present(record, session, .remove)
                // What was read out of a field goes with it, and is nobody's to write.
                let asks = try stored(row).filter { charter.fields[$0]?.isDerived != true }.map {
                    Ask(subject: subject, record: record, path: $0, form: nil)
                }
                if !mayRemove(session, subject, loaded) {
                    let id = RequestID.random(from: random)
                    let decision = charter.decide(
                        request(session, id, .remove, asks), facts(session, loaded))
                    if let denial = decision.denials.first {
                        let base = entry(session, id, .remove)
                        _ = try await self.record(rows([], decision.denials, asks, base, loaded))
                        throw VaultError(denial.code, field: asks[denial.ask].path)
                    }
                }
                guard row.revision == revision else {
                    throw VaultError(.conflict, "the record has another revision")
                }
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                return try await destroy(open, record: row, session, .remove)
            }
        } catch { throw vaultError(error) }
    }

    /// Whether the charter lets this role remove records as such, and not only those it may write every field of.
    private func mayRemove(_ session: Session, _ subject: SubjectID, _ loaded: Loaded) -> Bool {
        let ask = Ask(subject: subject, record: nil, path: nil, form: nil)
        let id = RequestID.random(from: random)
        return charter.decide(request(session, id, .remove, [ask]), facts(session, loaded)).denials.isEmpty
    }

    /// Loads a subject who must be there; who is not is recorded and answered alike, whatever the reason.
    func present(
        _ subject: SubjectID, _ session: Session, _ action: Action
    ) async throws(VaultError) -> Loaded {
        if let loaded = try await loadOnce([subject]) {
            if loaded.facts[subject] != nil { return loaded }
        } else {
            throw VaultError(.integrity, "the facts of a subject are not what the ledger says")
        }
        var row = entry(session, RequestID.random(from: random), action)
        row.code = .notFound
        _ = try await record([row])
        throw VaultError(.notFound)
    }

    /// Loads a record that must be there, with its subject.
    func present(
        _ record: RecordID, _ session: Session, _ action: Action
    ) async throws(VaultError) -> (SubjectID, RecordRow, Loaded) {
        let row: RecordRow?
        do { row = try await data.records([record])[record] } catch { throw vaultError(error) }
        // A record without a subject is looked for under the id no subject has, so that both answers are alike.
        let subject = row?.subject ?? SubjectID(bits: 0)
        let loaded = try await present(subject, session, action)
        guard let row else { throw VaultError(.notFound) }
        return (subject, row, loaded)
    }

    /// Ledger intent, keys destroyed and marked, rows removed or tidied, ledger done, marks removed: in that order.
    ///
    /// - Parameters:
    ///   - intent: what the ledger says before anything is destroyed.
    ///   - addresses: the keys.
    ///   - marks: what is left to do behind them, given where the intent stands.
    /// - Throws: a failure; after one behind the intent the vault halts, and the next open finishes.
    func carryOut(
        _ intent: LedgerEntry, on addresses: [ScopeAddress], marks: (IntentPosition) -> [EraseMark]
    ) async throws(VaultError) {
        let receipt = try await record([intent])
        let position = IntentPosition(log: log, sequence: receipt.sequences.lowerBound)
        let marks = marks(position)
        do { try await scopes.destroy(addresses, marks: marks) } catch {
            halt("an erasure stopped between its ledger row and its keys")
            throw vaultError(error)
        }
        do { try await finish(marks, intent) } catch {
            halt("an erasure is not finished; opening the vault again finishes it")
            throw error
        }
        settle(position.sequence)
    }

    /// Destroys a subject's keys or one record's, and says when the anchor has it.
    private func destroy(
        _ open: OpenSubject, record: RecordRow?, _ session: Session, _ action: Action
    ) async throws(VaultError) -> Erasure {
        let keys = open.keys
        let addresses = try await addresses(keys.subject, record)
        let names = keys.names(at: addresses)
        guard names.count == addresses.count else {
            throw VaultError(.locked, "this process does not hold every key it would destroy")
        }
        var intent = entry(session, RequestID.random(from: random), action)
        intent.state = .intent
        intent.subject = keys.reference
        // Without the reference key no other of the subject's is ever accepted, so a long list may end.
        intent.destroyed = Array(names.prefix(Self.namedAtMost))
        if record == nil { intent.destroyed = Array(Set(intent.destroyed).union([keys.rootName])).sorted() }
        let removed = record.map { [$0] } ?? Array(open.records.values)
        intent.changes = removed.sorted { $0.record < $1.record }.prefix(Self.namedAtMost).map {
            LedgerChange(record: keys.reference(of: $0.record), revision: $0.revision + 1, hash: nil)
        }
        var ending: [(order: OrderFacts, change: LedgerChange)] = []
        if let record {
            ending = try await orders(
                endingWith: { $0 == record.record }, open, room: Limits.ordersPerSubject)
            intent.changes += ending.map(\.change)
        } else {
            let revision = memory.withLock { $0.vouched[keys.reference]?.revision } ?? 0
            intent.changes.append(LedgerChange(record: nil, revision: revision + 1, hash: nil))
        }
        try await carryOut(intent, on: addresses) {
            [EraseMark(owner: keys.subject, record: record?.record, kind: nil, intent: $0)]
        }
        dropCodes(of: ending)
        do { try await ledger.flushAnchor() } catch { throw vaultError(error) }
        var shared = false
        if let record { shared = try stored(record).contains { charter.fields[$0]?.scope != .record } }
        return Erasure(
            keysDestroyed: names.count, recordsRemoved: removed.count, sharedKeysRemain: shared,
            epoch: keyring.newest(.scopes(0))?.record.version ?? 1)
    }

    /// Keys and records that one row names: with more, it would outgrow a row.
    ///
    /// Facts that end stand for all records.
    private static let namedAtMost = 1000

    /// The scopes that die: all of a subject's, or those of one record.
    private func addresses(
        _ subject: SubjectID, _ record: RecordRow?
    ) async throws(VaultError) -> [ScopeAddress] {
        do {
            let all = try await scopes.scopes(ownedBy: [subject]).map(\.address)
            return record.map { row in all.filter { $0.record == row.record.bits } } ?? all
        } catch { throw vaultError(error) }
    }
}
