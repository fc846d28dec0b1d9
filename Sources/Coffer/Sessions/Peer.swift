import CofferCharter
import CofferFields
public import CofferModel

extension Vault {
    public func session(peer origin: Origin, token: String?, role: RoleName, purpose: Purpose, caseID: String?, reason: String?) throws(VaultError) -> Session {
        let entry = keyring.file.staff.first { $0.uid == origin.uid }
        return Session(
            role: role, purpose: purpose, caseID: caseID, reason: reason, actor: entry?.actor,
            onBehalfOf: nil, origin: origin, approver: nil)
    }
}
