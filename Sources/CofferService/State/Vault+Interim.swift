import Coffer
import CofferModel
import Glibc

extension Vault {
    func session(
        peer: Origin, token: String?, role: RoleName, purpose: Purpose, caseID: String?, reason: String?
    ) throws(VaultError) -> Session {
        if let token {
            return try session(token: token, role: role, purpose: purpose, caseID: caseID, reason: reason)
        }
        return session(role: role, purpose: purpose, caseID: caseID, reason: reason)
    }

    func isEntered(uid: UInt32) -> Bool {
        uid == geteuid() && whoami(session(role: .admin, purpose: .account))?.active == true
    }

    func recordUnknown(_ origin: Origin, refused: Int) async throws(VaultError) {}
}
