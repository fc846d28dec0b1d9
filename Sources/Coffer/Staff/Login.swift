import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import Synchronization

extension Vault {
    /// Gives the person who runs this process a second factor: a key file of his own, opened by his passphrase.
    ///
    /// - Parameters:
    ///   - path: the key file to write.
    ///   - passphrase: 12...1,024 bytes; wiped before this returns.
    ///   - session: his own. Who has a key already replaces it after a fresh login, or with an administrator's approval.
    /// - Throws: `actor_unknown`, `no_mfa`, `bad_value` for the passphrase, or a failure.
    public func enrolLogin(
        _ path: String, passphrase: inout [UInt8], as session: Session
    ) async throws(VaultError) {
        defer { Self.wipe(&passphrase) }
        try inPerson(session)
        guard let actor = session.actor, staff(actor)?.active == true else { throw VaultError(.actorUnknown) }
        try await mayEnrol(actor, session)
        let secret = try locked(passphrase)
        let key: PublicKey
        do throws(CustodyError) {
            key = unsafe try secret.withBytes { (bytes) throws(CustodyError) in
                unsafe try LoginKeyFile.create(
                    path, passphrase: bytes, vault: id, actor: actor, from: SystemRandom(), in: arena)
            }
        } catch {
            throw error == .wrongKey ? VaultError(.badValue, rule: "passphrase.length") : error.asVaultError
        }
        _ = try await changeStaff(session, .staff) { (staff) throws(VaultError) in
            guard let place = staff.firstIndex(where: { $0.actor == actor }) else {
                throw VaultError(.actorUnknown)
            }
            staff[place].loginKey = key.bytes
            return staff[place]
        }
    }

    /// A second factor that could be replaced without it would be none.
    private func mayEnrol(_ actor: ActorID, _ session: Session) async throws(VaultError) {
        guard staff(actor)?.loginKey != nil else { return }
        let now = now()
        let login = memory.withLock { $0.logins[actor] }
        if let login, now <= login.adding(seconds: Limits.secondFactorSeconds) { return }
        if let approver = staff(session.approver), approver.active, approver.actor != actor,
            approver.roles.contains(.admin)
        {
            return
        }
        var row = entry(session, RequestID.random(from: random), .login)
        row.code = .noMFA
        _ = try await record([row])
        throw VaultError(
            .noMFA, "a login key is replaced after a fresh login, or with an administrator's approval")
    }

    /// Proves the second factor of the person who runs this process.
    ///
    /// - Parameters:
    ///   - path: his key file.
    ///   - passphrase: wiped before this returns.
    ///   - session: his own.
    /// - Returns: until when it counts.
    /// - Throws: `no_mfa` when he has none, or file or passphrase are wrong; recorded either way.
    public func login(
        _ path: String, passphrase: inout [UInt8], as session: Session
    ) async throws(VaultError) -> Timestamp {
        let challenge = try challenge(as: session)
        let signature = try SecondFactor.sign(challenge, with: path, passphrase: &passphrase)
        return try await login(signature: signature ?? [], challenge: challenge.random, as: session)
    }

    private func locked(_ secret: [UInt8]) throws(VaultError) -> LockedBuffer {
        do {
            var buffer = try fields.takeBuffer()
            try buffer.append(secret)
            return buffer
        } catch { throw VaultError(.unavailable, "locked memory is not to be had: see ulimit -l") }
    }

    private static func wipe(_ secret: inout [UInt8]) {
        for place in secret.indices { secret[place] = 0 }
    }
}
