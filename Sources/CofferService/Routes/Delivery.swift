import Coffer
import CofferModel

/// The ways out of the house, and who decides about them.
enum Delivery {
    static let routes = [
        Route("GET", "/v1/delivery", .vault(show)),
        Route("POST", "/v1/delivery", body: .json, .vault(set)),
        Route("POST", "/v1/delivery/proposals/{proposal}/approve", body: .maybeJSON, .vault(approve)),
        Route("POST", "/v1/delivery/check", body: .maybeJSON, .vault(check)),
    ]

    private static func show(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        Reply(try await vault.deliverySettings(as: try call.session(in: vault)).json)
    }

    /// What waits for a second administrator is accepted and not yet done.
    private static func set(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let view = try await vault.setDelivery(call.body ?? [:], as: session)
        return Reply(view.json, status: view.waiting == nil ? 200 : 202)
    }

    private static func approve(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try await vault.approveDelivery(try call.id(), as: session).json)
    }

    private static func check(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try await vault.checkDelivery(as: session).json)
    }
}
