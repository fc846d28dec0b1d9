import CofferCharter
import CofferCrypto
import CofferLedger
public import CofferModel
import Synchronization

extension Vault {
    /// Asks a person to prove his second factor.
    ///
    /// - Parameter session: his own.
    /// - Returns: what he has to sign within a minute.
    /// - Throws: `actor_unknown`.
    public func challenge(as session: Session) throws(VaultError) -> LoginChallenge {
        try inPerson(session)
        let actor = try mayAct(session).actor
        let challenge = LoginChallenge(vault: id, actor: actor, random: random.bytes(32))
        challenges.keep(challenge, at: now())
        return challenge
    }

    /// Takes the proof: for fifteen minutes this person may be shown what needs a second factor.
    ///
    /// - Parameters:
    ///   - signature: 64 bytes, of ``LoginChallenge/bytes``.
    ///   - random: the challenge's random bytes.
    ///   - session: his own.
    /// - Returns: until when it counts.
    /// - Throws: `no_mfa` when he has no key, the challenge is not his newest or too old, or the signature is not his;
    ///   recorded either way.
    public func login(
        signature: [UInt8], challenge random: [UInt8], as session: Session
    ) async throws(VaultError) -> Timestamp {
        try inPerson(session)
        let entry = try mayAct(session)
        let challenge = challenges.take(random, of: entry.actor, at: now())
        let key = entry.loginKey.flatMap { PublicKey(bytes: $0) }
        let isHis = challenge.map { key?.verifies(signature: signature, of: $0.bytes) == true } ?? false
        var row = self.entry(session, RequestID.random(from: self.random), .login)
        row.code = isHis ? nil : .noMFA
        let receipt = try await record([row])
        guard isHis else { throw VaultError(.noMFA, "the key file or its passphrase is wrong") }
        return receipt.time.adding(seconds: Limits.secondFactorSeconds)
    }
}
