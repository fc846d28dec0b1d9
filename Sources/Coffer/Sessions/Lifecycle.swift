import CofferCharter
import CofferLedger
public import CofferModel

extension Vault {
    /// Decides whether somebody may make the service forget its keys, and records it.
    ///
    /// - Parameter session: an administrator's, in person.
    /// - Throws: the denial's code, or a failure.
    public func permitLock(as session: Session) async throws(VaultError) {
        try inPerson(session)
        try await permit(.lock, session)
        _ = try await record([entry(session, RequestID.random(from: random), .lock)])
    }

    /// Decides whether the person who brought the key may open the vault for everybody, and records it.
    ///
    /// He has the root key, so this keeps nobody from the data; it keeps the record of who opened the service.
    ///
    /// - Parameter origin: user and process at the other end of the socket.
    /// - Throws: `role_denied` for whoever is no administrator, `actor_unknown` for whoever is not entered or not
    ///   active; the vault should be closed then.
    public func permitUnlock(from origin: Origin) async throws(VaultError) {
        let session = session(peer: origin)
        var row = entry(session, RequestID.random(from: random), .unlock)
        let own = staff(session.actor).flatMap { $0.active ? $0 : nil }
        if own == nil {
            row.code = .actorUnknown
        } else if own?.roles.contains(.admin) != true {
            row.code = .roleDenied
        } else {
            (row.role, row.purpose) = (.admin, .keyAdmin)
        }
        _ = try await record([row])
        switch row.code {
        case .roleDenied: throw VaultError(.roleDenied, "an administrator opens the vault")
        case let code?: throw VaultError(code)
        case nil: return
        }
    }

    /// Records that users whom the directory does not know tried to connect, before anything was read of them.
    ///
    /// - Parameters:
    ///   - origin: user and process of the last of them.
    ///   - count: how many connections were refused since the last such row.
    /// - Throws: a failure.
    public func recordUnknown(_ origin: Origin, refused count: Int) async throws(VaultError) {
        var row = entry(session(peer: origin), RequestID.random(from: random), .open)
        row.code = .actorUnknown
        row.misses = count
        _ = try await record([row])
    }

    private func session(peer origin: Origin) -> Session {
        Session(
            role: .admin, purpose: .keyAdmin, caseID: nil, reason: nil, actor: staff(uid: origin.uid)?.actor,
            service: nil, origin: origin, isSaid: false, approver: nil)
    }
}
