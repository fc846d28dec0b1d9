import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Whether a row and its tokens are what the ledger says they are.
    func isVouched(_ row: RecordRow, _ tokens: [IndexRow], _ keys: SubjectKeys) -> Bool {
        let vouched = memory.withLock { $0.vouched[keys.reference(of: row.record)] }
        return vouched?.revision == row.revision && vouched?.hash == RowHash.record(row, tokens: tokens)
    }

    /// Requires that records are what the ledger says: whoever writes to storage decides on no text and no address.
    ///
    /// - Throws: `unavailable` for one that was written or removed since it was read, `integrity` for any other.
    func requireVouched(_ records: Set<RecordID>, _ open: OpenSubject) async throws(VaultError) {
        let tokens: [IndexRow]
        do { tokens = try await data.tokens(of: records.sorted()) } catch { throw vaultError(error) }
        for record in records {
            let known = memory.withLock { $0.vouched[open.keys.reference(of: record)] }
            guard let row = open.records[record] else { throw VaultError(.integrity) }
            guard known?.revision ?? 0 <= row.revision, known == nil || known?.hash != nil else {
                throw VaultError(.unavailable, "a record has changed meanwhile")
            }
            guard isVouched(row, tokens.filter { $0.record == record }, open.keys) else {
                throw VaultError(.integrity, "a record is not what the ledger says")
            }
        }
    }
}
