public import CofferModel

/// Somebody who asks, in one role and for one purpose; every request is decided anew with it.
///
/// Made by ``Vault/session(role:purpose:caseID:reason:)`` from the operating system's user, or from a token; never
/// from a name. Holding one grants nothing.
public struct Session: Sendable {
    /// As what.
    public let role: RoleName
    /// For what.
    public let purpose: Purpose
    /// On which ticket.
    public let caseID: String?
    /// Why, as a code of the charter.
    public let reason: String?
    /// Whose rights and budget count.
    let actor: ActorID?
    /// The account that asks for him with his token; nil when he asks himself.
    let service: ActorID?
    let origin: Origin
    /// Whether he said as what and for what; where nothing depends on it, he need not, and no row says it for him.
    let isSaid: Bool
    var approver: ActorID?

    /// The same session with a second person who agreed to what it will ask; he must not be the first.
    ///
    /// - Parameter other: a session of the approver.
    /// - Returns: a session whose requests name both.
    public func approved(by other: Session) -> Session {
        var approved = self
        approved.approver = other.actor
        return approved
    }
}
