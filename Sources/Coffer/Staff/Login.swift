import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import Synchronization

extension Vault {
    /// Gives the person who runs this process a second factor: a key file of his own, opened by his passphrase.
    ///
    /// Who has a key already waits with the new one for an administrator, who approves it with ``approve(_:as:)``; until
    /// then the old one counts. Where there is no other administrator, a fresh login with the old one does.
    ///
    /// - Parameters:
    ///   - path: the key file to write.
    ///   - passphrase: 12...1,024 bytes; wiped before this returns.
    ///   - session: his own.
    /// - Returns: his line, or the proposal.
    /// - Throws: `actor_unknown`; `no_mfa` for who has a key, did not prove it, and has no other administrator;
    ///   `bad_value` for the passphrase, or a failure.
    @discardableResult
    public func enrolLogin(
        _ path: String, passphrase: inout [UInt8], as session: Session
    ) async throws(VaultError) -> StaffOutcome {
        do throws(VaultError) {
            let own = try await mayAct(session, .staff)
            // Before a file is made that counts for nothing.
            _ = try await countsAtOnce(own, session)
            let key = try SecondFactor.create(path, passphrase: &passphrase, vault: id, actor: own.actor)
            return try await enrolLogin(publicKey: key, as: session)
        } catch {
            passphrase.wipe()
            throw error
        }
    }

    /// Gives the person who asks a second factor whose private key he keeps himself, as
    /// ``enrolLogin(_:passphrase:as:)`` does.
    ///
    /// - Parameters:
    ///   - publicKey: Ed25519, 32 bytes.
    ///   - session: his own.
    /// - Returns: his line, or the proposal.
    /// - Throws: as ``enrolLogin(_:passphrase:as:)``; `bad_value` for what is no key.
    @discardableResult
    public func enrolLogin(publicKey: [UInt8], as session: Session) async throws(VaultError) -> StaffOutcome {
        guard publicKey.count == 32, PublicKey(bytes: publicKey) != nil else {
            throw VaultError(.badValue, rule: "login.key")
        }
        do {
            return try await turn.take {
                let own = try await mayAct(session, .staff)
                let wanted = ProposalEntry.Change.loginKey(own.actor, publicKey)
                guard try await countsAtOnce(own, session) else {
                    return .proposed(try await propose(wanted, session))
                }
                return .done(try await carryOut(wanted, PublishedAct(.staff, wanted), session))
            }
        } catch { throw vaultError(error) }
    }

    /// Whether a new key counts at once; false where it waits for an administrator.
    ///
    /// A second factor that could be replaced without it would be none.
    private func countsAtOnce(_ own: StaffEntry, _ session: Session) async throws(VaultError) -> Bool {
        guard own.loginKey != nil else { return true }
        let others = administrators.filter { $0.actor != own.actor }
        // Alone, he proves the key that he replaces; else the other one vouches for him, also right after a login:
        // somebody else may sit at his screen.
        guard !others.isEmpty else {
            let now = now()
            let login = memory.withLock { $0.logins[own.actor] }
            if let login, now <= login.adding(seconds: Limits.secondFactorSeconds) { return true }
            throw try await noFactor(session)
        }
        guard let named = session.approver else { return false }
        guard others.contains(where: { $0.actor == named }) else { throw try await noFactor(session) }
        return true
    }

    private func noFactor(_ session: Session) async throws(VaultError) -> VaultError {
        var row = entry(session, RequestID.random(from: random), .login)
        row.code = .noMFA
        _ = try await record([row])
        return VaultError(
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
        let challenge = try await challenge(as: session)
        let signature = try SecondFactor.sign(challenge, with: path, passphrase: &passphrase)
        return try await login(signature: signature ?? [], challenge: challenge.random, as: session)
    }
}
