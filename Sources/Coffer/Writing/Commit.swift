import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

/// A write on its way: what to store, in the order that survives a crash at any point (crypto.md §6).
struct Write: Sendable {
    /// Scope keys that the sealed values need; stored first.
    var scopes: [WrappedScope] = []
    /// One intent a subject.
    var intents: [LedgerEntry] = []
    /// What to store, given where each intent stands.
    var changes: @Sendable ([IntentPosition]) -> [DataChange]
}

extension Vault {
    /// Carries out a write: scope keys, then the ledger's intent, then data; answers when all are durable.
    ///
    /// Must be called inside a turn.
    ///
    /// - Parameter write: what to store.
    /// - Returns: where the intents stand.
    /// - Throws: `conflict` when a revision was not the expected one, and nothing changed; `unknown` when it cannot be
    ///   known whether the data are stored, after which the vault halts.
    func commit(_ write: Write) async throws(VaultError) -> Receipt {
        try checkAlive()
        if !write.scopes.isEmpty {
            do { try await scopes.insert(write.scopes) } catch { throw vaultError(error) }
        }
        let receipt = try await append(write.intents)
        let positions = receipt.sequences.map { IntentPosition(log: log, sequence: $0) }
        guard let last = positions.last else { return receipt }
        if let error = await failure(of: write.changes(positions)) {
            try await undo(write.intents, receipt.sequences, error)
        }
        learn(write.intents, receipt.sequences, receipt.time)
        settle(last.sequence)
        return receipt
    }

    /// Tells ledger and memory that the stores hold everything up to this intent.
    func settle(_ sequence: UInt64) {
        ledger.done(through: sequence)
        memory.withLock { $0.settle(through: sequence) }
    }

    private func failure(of changes: [DataChange]) async -> StoreError? {
        do throws(StoreError) { try await data.commit(changes) } catch { return error }
        return nil
    }

    /// A failed data commit: known not to have happened, it is aborted; else the vault halts.
    func undo(
        _ intents: [LedgerEntry], _ sequences: Range<UInt64>, _ error: StoreError
    ) async throws(VaultError) -> Never {
        guard error.isKnown else {
            halt("a data commit ended without an outcome")
            throw VaultError(.unknown, "the outcome is not known; asking again with the same key is safe")
        }
        // The newest first: each gives back what was known before it.
        let closing = zip(intents, sequences).map { intent, sequence in
            var entry = intent
            entry.state = .aborted
            entry.closes = sequence
            entry.changes = []
            entry.cells = []
            entry.destroyed = []
            return entry
        }.reversed()
        do {
            let aborted = try await ledger.append(Array(closing))
            ledger.done(through: aborted.sequences.upperBound - 1)
        } catch {
            halt("an aborted write could not be recorded")
        }
        throw vaultError(error)
    }
}
