import CofferCharter
import CofferFields
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
        let uid = geteuid()
        let entry = keyring.file.staff.first { $0.uid == uid }
        return Session(
            role: role, purpose: purpose, caseID: caseID, reason: reason, actor: entry?.actor,
            onBehalfOf: nil,
            origin: Origin(uid: uid, pid: getpid()), approver: nil)
    }

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
        let uid = geteuid()
        guard let person = tokens.actor(token, uid: uid, at: now()) else {
            throw VaultError(.actorUnknown, "the token is wrong, too old, or was issued to another user")
        }
        return Session(
            role: role, purpose: purpose, caseID: caseID, reason: reason, actor: person, onBehalfOf: person,
            origin: Origin(uid: uid, pid: getpid()), approver: nil)
    }

    /// Issues a token that stands for the session's actor.
    ///
    /// - Parameter session: of an active member of staff.
    /// - Returns: the token, good for fifteen minutes and for processes of the same user.
    /// - Throws: `actor_unknown`, or `throttled` when too many tokens are alive.
    public func token(for session: Session) throws(VaultError) -> Token {
        try inPerson(session)
        guard let actor = session.actor, staff(actor)?.active == true else { throw VaultError(.actorUnknown) }
        guard let token = tokens.issue(actor, uid: session.origin.uid, at: now(), from: random) else {
            throw VaultError(.throttled, "too many tokens are alive")
        }
        return token
    }

    func staff(_ actor: ActorID?) -> StaffEntry? {
        actor.flatMap { actor in keyring.file.staff.first { $0.actor == actor } }.map { inForce($0) }
    }
}
