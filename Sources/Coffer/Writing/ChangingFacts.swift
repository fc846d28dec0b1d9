import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
import CofferModel
import CofferStore

extension Vault {
    /// The next revision of a subject's facts, sealed; where it was announced, it says when it is stored.
    ///
    /// - Parameters:
    ///   - facts: the facts as they are to be, with the revision they had.
    ///   - keys: the subject's keys.
    /// - Returns: the row.
    /// - Throws: `locked` when this process does not hold the key of facts.
    func sealed(next facts: SubjectFacts, _ keys: SubjectKeys) throws(VaultError) -> FactsRow {
        var facts = facts
        facts.revision += 1
        do {
            return try fields.seal(facts, keys, intent: IntentPosition(log: 0, sequence: 0))
        } catch { throw VaultError(error.code) }
    }

    /// Puts new facts in the place of the old ones: a write of its own, inside a turn.
    ///
    /// - Parameters:
    ///   - facts: the facts as they are to be, with the revision they had.
    ///   - keys: the subject's keys.
    ///   - row: what the ledger says of it.
    ///   - extra: stored in the same transaction.
    /// - Returns: their revision.
    /// - Throws: as ``commit(_:)``.
    func commit(
        _ facts: SubjectFacts, _ keys: SubjectKeys, _ row: LedgerEntry, _ extra: [DataChange] = []
    ) async throws(VaultError) -> UInt64 {
        let sealed = try sealed(next: facts, keys)
        var intent = row
        intent.state = .intent
        intent.changes = [sealed.announcement]
        var write = Write { positions in
            positions.flatMap { sealed.replacing(at: $0) } + extra
        }
        write.intents = [intent]
        _ = try await commit(write)
        return sealed.revision
    }
}

extension FactsRow {
    /// What the ledger says of it before it is stored.
    var announcement: LedgerChange {
        LedgerChange(record: nil, revision: revision, hash: RowHash.facts(self))
    }

    /// Puts it in the place of the revision before.
    func replacing(at intent: IntentPosition) -> [DataChange] {
        var row = self
        row.intent = intent
        return [.replaceFacts(row, expected: revision - 1)]
    }
}
