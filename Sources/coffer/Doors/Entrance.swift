import Coffer
import CofferClient
import CofferModel

/// What was entered: the vault in this process, or a service that has it open.
enum Entrance {
    case vault(Vault)
    case service(CofferClient)

    /// Puts questions as somebody.
    func door(_ asking: Asking) -> any Door {
        switch self {
        case .vault(let vault):
            VaultDoor(
                vault: vault,
                session: vault.session(
                    role: asking.role, purpose: asking.purpose, caseID: asking.caseID, reason: asking.reason))
        case .service(let client):
            client.as(
                role: asking.role, purpose: asking.purpose, case: asking.caseID, reason: asking.reason)
        }
    }

    /// The user who runs this, as the vault knows him.
    func whoami() async throws(VaultError) -> (line: StaffLine, roles: [RoleLine]) {
        switch self {
        case .vault(let vault):
            let session = vault.session(role: .admin, purpose: .keyAdmin)
            guard let line = vault.whoami(session) else { throw VaultError(.actorUnknown) }
            return (line, vault.roles(session))
        case .service(let client):
            let answer = try await client.whoami()
            return (answer.staff, answer.roles)
        }
    }

    /// For what concerns the user who runs this himself: in the first of his roles.
    func own() async throws(VaultError) -> any Door {
        guard let role = try await whoami().line.roles.first else { throw VaultError(.actorUnknown) }
        return door(Asking(role: role, purpose: role == .admin ? .keyAdmin : .account))
    }
}
