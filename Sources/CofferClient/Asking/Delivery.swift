public import CofferModel

extension Asker {
    /// Which ways out there are, and which ones wait for a second administrator.
    ///
    /// - Returns: both documents; there is no secret in them.
    /// - Throws: the denial's code, or a failure.
    public func deliverySettings() async throws(VaultError) -> DeliveryView {
        try await ask(Call.get("/v1/delivery"), DeliveryView.init(json:))
    }

    /// Sets which ways out there are; with a second administrator they wait for the other one's approval.
    ///
    /// - Parameter settings: the document (docs/operating/delivery.md).
    /// - Returns: what is in force now, and what waits.
    /// - Throws: `bad_value` with rule and member, the denial's code, or a failure.
    public func setDelivery(_ settings: JSON) async throws(VaultError) -> DeliveryView {
        try await ask(Call.post("/v1/delivery", .json(settings)).changing, DeliveryView.init(json:))
    }

    /// Approves the settings that another administrator wants; they are in force at once.
    ///
    /// - Parameter proposal: their number.
    /// - Returns: what is in force now.
    /// - Throws: `not_found` for settings that do not wait, `approval_missing` for whoever wanted them himself, the
    ///   denial's code, or a failure.
    public func approveDelivery(_ proposal: ProposalID) async throws(VaultError) -> DeliveryView {
        try await ask(
            Call.post("/v1/delivery/proposals/\(proposal)/approve").changing, DeliveryView.init(json:))
    }

    /// Tries whether mail could leave; no message is sent.
    ///
    /// - Returns: for each way why it is not open, if so.
    /// - Throws: `not_found` while there are no settings, `unavailable` for a file with a secret, the denial's code, or a
    ///   failure.
    public func checkDelivery() async throws(VaultError) -> DeliveryCheck {
        try await ask(Call.post("/v1/delivery/check"), DeliveryCheck.init(json:))
    }
}
