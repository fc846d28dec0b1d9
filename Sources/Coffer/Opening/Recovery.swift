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
        var erasing: Set<UInt64> = []
        for mark in marks where mark.intent.log == log {
            guard let intent = open[mark.intent.sequence], try await isTrue(mark, intent) else {
                // Its erasure is done, or never was one: either way nothing is left to remove for it.
                do { try await scopes.removeMarks([mark]) } catch { throw vaultError(error) }
                continue
            }
            try await destroyAgain(mark)
            try await finish(mark, intent)
            erasing.insert(mark.intent.sequence)
        }
        let newest = arrived.sequences.filter { open[$0] != nil }.max() ?? 0
        for (sequence, entry) in open.sorted(by: { $0.key < $1.key }) {
            guard !erasing.contains(sequence) else { continue }
            let stored = entry.destroyed.isEmpty && sequence <= newest
            if !stored { try await abort(entry, sequence) }
        }
        if let last = open.keys.max() { settle(last) }
    }

    /// Whether the ledger says what a mark says; whoever writes to the storage can make marks.
    private func isTrue(_ mark: EraseMark, _ intent: LedgerEntry) async throws(VaultError) -> Bool {
        guard !intent.changes.isEmpty, intent.changes.allSatisfy({ $0.hash == nil }) else { return false }
        let keys: SubjectKeys?
        do {
            keys = try fields.unwrap(mark.owner, try await scopes.scopes(ownedBy: [mark.owner]))
        } catch { throw vaultError(error) }
        // Without keys nothing of his opens, so removing his rows takes nothing from anybody.
        guard let keys else { return mark.record == nil }
        guard intent.subject == keys.reference else { return false }
        guard let record = mark.record else { return intent.changes.contains { $0.record == nil } }
        return intent.changes.contains { $0.record == keys.reference(of: record) }
    }

    /// Keys that came back since the mark was made go again.
    private func destroyAgain(_ mark: EraseMark) async throws(VaultError) {
        do {
            let all = try await scopes.scopes(ownedBy: [mark.owner]).map(\.address)
            let these = mark.record.map { record in all.filter { $0.record == record.bits } } ?? all
            if !these.isEmpty { try await scopes.destroy(these, marks: []) }
        } catch { throw vaultError(error) }
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
    func finish(_ mark: EraseMark, _ intent: LedgerEntry) async throws(VaultError) {
        do {
            if let record = mark.record {
                try await data.commit([.removeRecord(mark.owner, record, expected: nil)])
            } else {
                // Without the index key of labels this process cannot name them; without his keys they open nothing.
                let labels = (try? fields.issuedOwner(mark.owner)).map {
                    [DataChange.forgetIssued(owner: $0)]
                }
                try await data.commit([.removeSubject(mark.owner)] + (labels ?? []))
            }
        } catch { throw vaultError(error) }
        fields.remember(destroyed: intent.destroyed)
        var entry = intent
        entry.state = .done
        entry.closes = mark.intent.sequence
        entry.changes = []
        entry.cells = []
        _ = try await record([entry])
        do { try await scopes.removeMarks([mark]) } catch { throw vaultError(error) }
    }
}
