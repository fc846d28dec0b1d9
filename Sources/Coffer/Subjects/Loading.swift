import CofferCharter
import CofferFields
import CofferModel
import CofferStore
import Synchronization

/// The subjects of a request as they stand: keys unwrapped, facts opened and vouched for, rows still sealed.
struct Loaded: Sendable {
    var facts: [SubjectID: SubjectFacts] = [:]
    var open: [SubjectID: OpenSubject] = [:]
    var records: [RecordID: RecordFacts] = [:]
}

extension Vault {
    /// Loads subjects; whoever is erased, or was never here, is simply missing from the answer.
    func load(_ ids: [SubjectID]) async throws(VaultError) -> Loaded {
        if let loaded = try await loadOnce(ids) { return loaded }
        // A writer was between its data and its memory of them. Behind him, a mismatch is what it seems.
        let behind: Loaded?
        do { behind = try await turn.take { try await loadOnce(ids) } } catch { throw vaultError(error) }
        guard let behind else {
            throw VaultError(.integrity, "the facts of a subject are not what the ledger says")
        }
        return behind
    }

    /// Nil when facts are not the newest that the ledger knows.
    func loadOnce(_ ids: [SubjectID]) async throws(VaultError) -> Loaded? {
        let stored: [SubjectID: StoredSubject]
        let scopes: [WrappedScope]
        do {
            stored = try await data.subjects(ids)
            scopes = try await self.scopes.scopes(ownedBy: ids)
        } catch { throw vaultError(error) }
        let byOwner = Dictionary(grouping: scopes) { SubjectID(bits: $0.address.owner) }
        var loaded = Loaded()
        for id in Set(ids) {
            guard let keys = try unwrap(id, byOwner[id] ?? []) else { continue }
            let vouched = memory.withLock { $0.vouched[keys.reference] }
            guard let row = stored[id]?.facts else {
                if vouched?.hash != nil { return nil }
                continue
            }
            guard let vouched, vouched.revision == row.revision, vouched.hash == RowHash.facts(row) else {
                return nil
            }
            do { loaded.facts[id] = try fields.open(row, keys) } catch { throw VaultError(error.code) }
            let records = stored[id]?.records ?? []
            loaded.open[id] = OpenSubject(keys: keys, records: records)
            for record in records {
                var known = RecordFacts(
                    ofClass: record.ofClass, subject: id, parent: record.parent, service: nil,
                    created: record.created)
                if let revision = loaded.facts[id]?.cut(record.record) {
                    known.cut = try secrets(of: record, through: revision)
                }
                loaded.records[record.record] = known
            }
        }
        return loaded
    }

    private func unwrap(_ id: SubjectID, _ rows: [WrappedScope]) throws(VaultError) -> SubjectKeys? {
        do { return try fields.unwrap(id, rows) } catch { throw VaultError(error.code) }
    }
}
