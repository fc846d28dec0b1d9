import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Closes or finishes what a crash left between ledger and stores (crypto.md §6).
    ///
    /// Writers take turns and a data commit is one transaction, so of the intents above `doneThrough` all up to the
    /// newest that arrived are stored, and all above it are not. An erasure whose keys are gone is finished; one whose
    /// keys are not is aborted like any write.
    func recover(doneThrough: UInt64) async throws(VaultError) {
        let open = memory.withLock { $0.openIntents }
        let marks: [EraseMark]
        let arrived: ArrivedRows
        do {
            marks = try await scopes.marks()
            arrived = try await data.arrived(after: IntentPosition(log: log, sequence: doneThrough))
        } catch { throw vaultError(error) }
        for mark in marks where mark.intent.log == log {
            try await finish(mark, open[mark.intent.sequence])
        }
        let erasing = Set(marks.filter { $0.intent.log == log }.map(\.intent.sequence))
        let newest = (arrived.records.map(\.intent.sequence) + arrived.facts.map(\.intent.sequence)).max() ?? 0
        for (sequence, entry) in open.sorted(by: { $0.key < $1.key }) {
            guard !erasing.contains(sequence) else { continue }
            let stored = entry.destroyed.isEmpty && sequence <= newest
            if !stored { try await abort(entry, sequence) }
        }
        if let last = open.keys.max() { settle(last) }
    }

    private func abort(_ intent: LedgerEntry, _ sequence: UInt64) async throws(VaultError) {
        var entry = intent
        entry.state = .aborted
        entry.closes = sequence
        entry.cells = []
        entry.changes = []
        entry.destroyed = []
        entry.idempotency = nil
        _ = try await record([entry])
    }

    /// Finishes an erasure whose keys are destroyed: removes the rows, says so, and takes the mark away.
    func finish(_ mark: EraseMark, _ intent: LedgerEntry?) async throws(VaultError) {
        do {
            if let record = mark.record {
                try await data.commit([.removeRecord(mark.owner, record, expected: nil)])
            } else {
                try await data.commit([.removeSubject(mark.owner)])
            }
        } catch { throw vaultError(error) }
        if var entry = intent {
            fields.remember(destroyed: entry.destroyed)
            entry.state = .done
            entry.closes = mark.intent.sequence
            entry.changes = []
            entry.cells = []
            _ = try await record([entry])
        }
        do { try await scopes.removeMarks([mark]) } catch { throw vaultError(error) }
    }
}
