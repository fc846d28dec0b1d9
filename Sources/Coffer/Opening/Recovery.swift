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
        let newest = arrived.sequences.filter { open[$0] != nil }.max() ?? 0
        var erasing: Set<UInt64> = []
        for (position, made) in Dictionary(grouping: marks.filter { $0.intent.log == log }, by: \.intent) {
            var marks: [EraseMark] = []
            if let intent = open[position.sequence], try await hasBegun(made, intent, newest) {
                for mark in made where try await isTrue(mark, intent) { marks.append(mark) }
            }
            // What is done, or never was one, or somebody else made: either way nothing is left to remove for it.
            let void = made.filter { !marks.contains($0) }
            if !void.isEmpty {
                do { try await scopes.removeMarks(void) } catch { throw vaultError(error) }
            }
            guard let intent = open[position.sequence], !marks.isEmpty else { continue }
            for mark in marks { try await destroyAgain(mark) }
            try await finish(marks, intent)
            erasing.insert(position.sequence)
        }
        // The newest first: each gives back what was known before it.
        for (sequence, entry) in open.sorted(by: { $0.key > $1.key }) {
            guard !erasing.contains(sequence) else { continue }
            let stored = entry.destroyed.isEmpty && sequence <= newest
            if !stored { try await abort(entry, sequence) }
        }
        if let last = open.keys.max() { settle(last) }
    }

    /// Whether what is marked was to happen.
    ///
    /// The note of a hand-over stands right before the end of its key, and one does not come without the other. A key that is
    /// gone says so too, where older data were put back.
    private func hasBegun(
        _ marks: [EraseMark], _ intent: LedgerEntry, _ newest: UInt64
    ) async throws(VaultError) -> Bool {
        guard intent.action == .handOver, let mark = marks.first, mark.intent.sequence > newest + 1 else {
            return true
        }
        do {
            return try await scopes.scopes(ownedBy: [mark.owner]).allSatisfy { $0.address != mark.address }
        } catch { throw vaultError(error) }
    }

    /// Whether the ledger says what a mark says; whoever writes to the storage can make marks.
    private func isTrue(_ mark: EraseMark, _ intent: LedgerEntry) async throws(VaultError) -> Bool {
        let isRows = !intent.changes.isEmpty && intent.changes.allSatisfy { $0.hash == nil }
        guard mark.kind == nil ? isRows : [.sweep, .handOver].contains(intent.action) else {
            return false
        }
        let keys: SubjectKeys?
        do {
            keys = try fields.unwrap(mark.owner, try await scopes.scopes(ownedBy: [mark.owner]))
        } catch { throw vaultError(error) }
        // Without keys nothing of his opens, so removing his rows takes nothing from anybody.
        guard let keys else { return mark.record == nil || mark.kind != nil }
        guard intent.subject == keys.reference else { return false }
        // What a sweep destroys is named in its row, key by key.
        if let address = mark.address {
            return Set(keys.names(at: [address])).isSubset(of: intent.destroyed)
        }
        guard let record = mark.record else { return intent.changes.contains { $0.record == nil } }
        return intent.changes.contains { $0.record == keys.reference(of: record) }
    }

    /// Keys that came back since the mark was made go again.
    private func destroyAgain(_ mark: EraseMark) async throws(VaultError) {
        do {
            let all = try await scopes.scopes(ownedBy: [mark.owner]).map(\.address)
            let these = all.filter { one in
                mark.address.map { one == $0 } ?? (mark.record.map { one.record == $0.bits } ?? true)
            }
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

    /// Finishes an erasure whose keys are destroyed: removes the rows, says so, and takes its marks away.
    func finish(_ marks: [EraseMark], _ intent: LedgerEntry) async throws(VaultError) {
        guard let mark = marks.first else { return }
        do {
            if mark.kind != nil {
                let endings = try await endings(of: mark.owner, by: intent, at: mark.intent)
                try await data.commit(try await tidying(marks).stored(at: mark.intent) + endings)
            } else if let record = mark.record {
                let endings = try await endings(of: mark.owner, by: intent, at: mark.intent)
                try await data.commit([.removeRecord(mark.owner, record, expected: nil)] + endings)
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
        do { try await scopes.removeMarks(marks) } catch { throw vaultError(error) }
    }

    /// What is left of a subject's records without what was sealed under the keys of some marks.
    private func tidying(_ marks: [EraseMark]) async throws -> Tidying {
        let owners = Set(marks.map(\.owner))
        let records = try await data.subjects(Array(owners)).values.flatMap(\.records)
        let tokens = try await data.tokens(of: records.map(\.record))
        return Tidying(Set(marks.compactMap(\.address)), in: records, tokens)
    }
}

extension EraseMark {
    /// The one key that it stands for; nil where it stands for all of a record or subject.
    var address: ScopeAddress? {
        kind.map { ScopeAddress(kind: $0, day: 0, owner: owner.bits, record: record?.bits ?? 0) }
    }
}
