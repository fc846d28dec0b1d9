import CofferFields
import CofferLedger
import CofferModel

extension Vault {
    /// Publishes the next edition of the keyring: written, named by the ledger, renamed, anchored; then in use.
    ///
    /// Must be called inside a turn. A crash in between is finished or undone on open, by what the ledger names.
    ///
    /// - Parameters:
    ///   - change: what changes.
    ///   - session: who asked for it; nil for the vault's own housekeeping.
    ///   - act: what it is for.
    /// - Throws: ``VaultError``.
    func publish(
        _ change: KeyringChange, _ session: Session?, for act: PublishedAct? = nil
    ) async throws(VaultError) {
        let actor = session ?? self.session(role: .admin, purpose: .keyAdmin)
        do {
            let next = try keyring.next(change, at: now(), from: random, in: arena)
            try DurableFile.write(next.file.bytes, to: paths.newKeyring)
            var row = entry(actor, RequestID.random(from: random), .manifest)
            if session == nil { (row.actor, row.role, row.purpose) = (nil, nil, nil) }
            row.manifest = next.file.hash
            row.keys = Set(next.file.manifest.keys).subtracting(keyring.file.manifest.keys).map(\.id).sorted()
            var rows = [row]
            if let act {
                rows.insert(act.row(entry(actor, row.request, act.action)), at: 0)
            }
            _ = try await record(rows)
            do {
                try DurableFile.rename(paths.newKeyring, to: paths.keyring)
            } catch {
                // The ledger names an edition that is not in its place: opening again puts it there.
                halt("a manifest was recorded and not published; open the vault again")
                throw error
            }
            fields.adopt(next)
            try await ledger.flushAnchor()
        } catch { throw vaultError(error) }
        try writeCustodyRecord()
    }

    /// Notes the newest manifest beside the root key, when this process keeps it.
    func writeCustodyRecord() throws(VaultError) {
        guard keyring.holdsRoot else { return }
        try writeRecord(paths.custodyRecord)
    }

    /// Notes the newest manifest in a file beside some key.
    func writeRecord(_ path: String) throws(VaultError) {
        guard let key = keyring.manifestKey else { throw VaultError(.locked) }
        let record = CustodyRecord(
            vault: keyring.vault, manifestKey: key, manifestNumber: keyring.file.manifest.number,
            manifestHash: keyring.file.hash)
        do { try record.write(to: path) } catch { throw vaultError(error) }
    }
}
