import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import Glibc

extension Vault {
    /// A session of the operating system's user who runs this process.
    ///
    /// - Parameters:
    ///   - role: as what he asks; whether he may is decided at each request.
    ///   - purpose: for what.
    ///   - caseID: on which ticket.
    ///   - reason: a code of the charter.
    /// - Returns: the session, also for a user the staff directory does not know: his requests are denied and recorded.
    public func session(
        role: RoleName, purpose: Purpose, caseID: String? = nil, reason: String? = nil
    ) -> Session {
        let origin = Origin(uid: geteuid(), pid: getpid())
        return Session(
            role: role, purpose: purpose, caseID: caseID, reason: reason,
            actor: staff(uid: origin.uid)?.actor,
            service: nil, origin: origin, isSaid: true, approver: nil)
    }

    /// A session of the process at the other end of a socket, or of the person whose token it brought.
    ///
    /// A token counts only from the service account it was issued for; rights and budget are then the person's, and the
    /// ledger names both.
    ///
    /// - Parameters:
    ///   - origin: user and process, as the operating system names them, never as the peer does.
    ///   - token: 64 hexadecimal digits, or nil when the peer asks for itself.
    ///   - role: as what it asks; nil for what concerns the asker alone, where nothing depends on it.
    ///   - purpose: for what; nil likewise.
    ///   - caseID: on which ticket.
    ///   - reason: a code of the charter.
    /// - Returns: the session; without role and purpose, its rows name none.
    /// - Throws: `actor_unknown` for a token that is wrong, too old, or another account's.
    public func session(
        peer origin: Origin, token: String?, role: RoleName?, purpose: Purpose?, caseID: String?,
        reason: String?
    ) throws(VaultError) -> Session {
        let own = staff(uid: origin.uid)
        var actor = own?.actor
        if let token {
            guard let person = tokens.actor(token, uid: origin.uid, at: now()), own?.active == true,
                staff(person)?.active == true
            else {
                throw VaultError(
                    .actorUnknown, "the token is wrong, too old, or was issued for another account")
            }
            actor = person
        }
        return Session(
            role: role ?? .admin, purpose: purpose ?? .keyAdmin, caseID: caseID, reason: reason, actor: actor,
            service: token == nil ? nil : own?.actor, origin: origin, isSaid: role != nil, approver: nil)
    }

    /// Whether an active account is entered with this user.
    public func isEntered(uid: UInt32) -> Bool { staff(uid: uid)?.active == true }

    /// A session of the person a token was issued to.
    ///
    /// - Parameters:
    ///   - token: its 64 hexadecimal digits.
    ///   - role: as what he asks.
    ///   - purpose: for what.
    ///   - caseID: on which ticket.
    ///   - reason: a code of the charter.
    /// - Returns: the session.
    /// - Throws: `actor_unknown` for a token that is wrong, too old, or another user's.
    public func session(
        token: String, role: RoleName, purpose: Purpose, caseID: String? = nil, reason: String? = nil
    ) throws(VaultError) -> Session {
        try session(
            peer: Origin(uid: geteuid(), pid: getpid()), token: token, role: role, purpose: purpose,
            caseID: caseID,
            reason: reason)
    }

    /// Issues a token with which a service account acts for the session's actor.
    ///
    /// - Parameters:
    ///   - uid: the service account's user.
    ///   - session: the person's own.
    /// - Returns: the token, good for fifteen minutes and for processes of that user only.
    /// - Throws: `actor_unknown`; `bad_value` when no service account has this user; `throttled` when too many tokens
    ///   are alive.
    public func token(for uid: UInt32, as session: Session) async throws(VaultError) -> Token {
        try inPerson(session)
        let actor = try mayAct(session).actor
        guard let service = staff(uid: uid), service.active, service.kind == .service else {
            throw VaultError(.badValue, rule: "token.service")
        }
        guard let token = tokens.issue(actor, uid: uid, at: now(), from: random) else {
            throw VaultError(.throttled, "too many tokens are alive")
        }
        var row = entry(session, RequestID.random(from: random), .token)
        row.person = service.actor
        _ = try await record([row])
        return token
    }

    /// The session's own entry, for what a person does about himself.
    ///
    /// - Throws: `actor_unknown`; `usage` for a service account; `no_ack` before he accepted the confidentiality text.
    func mayAct(_ session: Session) throws(VaultError) -> StaffEntry {
        guard let own = staff(session.actor), own.active else { throw VaultError(.actorUnknown) }
        guard own.kind == .person else {
            throw VaultError(.usage, "a person does this, not a service account")
        }
        guard charter.hasAcknowledged(own) else { throw VaultError(.noAck) }
        return own
    }

    func staff(uid: UInt32) -> StaffEntry? {
        keyring.file.staff.first { $0.uid == uid }.map { inForce($0) }
    }

    func staff(_ actor: ActorID?) -> StaffEntry? {
        actor.flatMap { actor in keyring.file.staff.first { $0.actor == actor } }.map { inForce($0) }
    }
}
