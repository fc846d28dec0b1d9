public import CofferModel

/// The other end of a vault's socket: what the library answers in process, asked of a running service.
///
/// The service knows who asks by the operating system's user; no method takes a name. Connections are made when they
/// are needed and used again; a client may be shared by any number of tasks.
public final class CofferClient: Sendable {
    let connections: Connections

    /// Names a socket; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - path: the service's socket, as `/run/coffer/coffer.sock`.
    ///   - patience: how long to wait for the next part of an answer before it is `unavailable` or `unknown`.
    public init(
        socket path: String, patience: Duration = .milliseconds(Limits.answerTimeout)
    ) {
        connections = Connections(path, patience: patience)
    }

    /// Somebody who asks, in one role and for one purpose.
    ///
    /// - Parameters:
    ///   - role: as what he asks; whether he may is decided at each request.
    ///   - purpose: for what.
    ///   - caseID: on which ticket.
    ///   - reason: a code of the charter.
    ///   - token: of the person on whose behalf a service account asks.
    /// - Returns: what the questions are put to.
    public func `as`(
        role: RoleName, purpose: Purpose, case caseID: String? = nil, reason: String? = nil,
        token: String? = nil
    ) -> Asker {
        Asker(
            connections: connections, role: role, purpose: purpose, caseID: caseID, reason: reason,
            token: token)
    }
}
