import CofferCharter
import CofferCrypto
import CofferFields
public import CofferModel
import Glibc

extension Vault {
    /// Gives a process a key of its own: with it the process opens exactly what its role was granted today.
    ///
    /// A wider charter widens nothing by itself: the process gets more keys only when it is given a role key again.
    /// Beside the key, `PATH.json` says which vault and manifest it belongs to.
    ///
    /// - Parameters:
    ///   - name: the process's name, as `billing_job`.
    ///   - role: as what it acts.
    ///   - notices: whether it writes notices. Their scan compares with every value of the subject, so such a process
    ///     holds the key of every field: give it to a dispatcher, and to nothing else.
    ///   - path: the key file to write, in a directory of mode 0700; an existing role key file is used as it is.
    ///   - session: an administrator's.
    /// - Returns: how many keys it was given.
    /// - Throws: `bad_value`, the denial's code, or a failure.
    public func addRoleKey(
        _ name: String, role: RoleName, notices: Bool, path: String, as session: Session
    ) async throws(VaultError) -> Int {
        try inPerson(session)
        try await permit(.roleKey, session)
        try await checkSecondAdmin(session)
        guard Name.isValid(name) else { throw VaultError(.badValue, rule: "role_key.name") }
        guard charter.roles[role] != nil else { throw VaultError(.badValue, rule: "role_key.role") }
        do {
            return try await turn.take {
                let publicKey = try roleKey(path)
                let used = keyring.file.manifest.roles
                let log = used.first { $0.name == name }?.log ?? (used.map(\.log).max() ?? 1) + 1
                var uses = charter.keyUses(of: role, notices: notices, at: now())
                uses.formUnion(
                    keyring.file.manifest.keys.map(\.use).filter { use in
                        if case .idempotency = use { true } else { false }
                    })
                if charter.mayAdd(role) { uses.insert(.references) }
                var change = KeyringChange()
                change.newRoles = [
                    .init(name: name, role: role, publicKey: publicKey, log: log, uses: uses)
                ]
                var act = PublishedAct(.roleKey)
                act.roles = [role]
                try await publish(change, session, for: act)
                try writeRecord(OpeningKey.recordPath(beside: path))
                return keyring.file.grantCount(of: name)
            }
        } catch { throw vaultError(error) }
    }

    private func roleKey(_ path: String) throws -> [UInt8] {
        if unsafe access(path, F_OK) == 0 {
            let file = try KeyFile.read(path, kind: .role, in: arena)
            guard file.vault == id else { throw CustodyError.otherVault }
            return SealedBox.publicKey(of: file.key)
        }
        let key = try SecretKey(random: SystemRandom(), in: arena)
        try KeyFile.write(key, kind: .role, vault: id, to: path)
        return SealedBox.publicKey(of: key)
    }
}

extension Charter {
    /// Whether a role takes in customers, and so must know the company's own references.
    func mayAdd(_ role: RoleName) -> Bool {
        table().contains { $0.role == role && $0.use == .write }
    }
}
