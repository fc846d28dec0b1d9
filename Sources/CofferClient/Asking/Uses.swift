public import CofferModel

extension Asker {
    /// Has a connector charge a card for an order; the order is used up, unless nothing has left.
    ///
    /// - Parameters:
    ///   - card: the record that the order names.
    ///   - order: the number of an order noted before.
    ///   - connector: its name in the settings.
    /// - Returns: whether it was accepted, and what of the answer the settings let through.
    /// - Throws: `order_denied`, `target_denied`, `unavailable` when nothing has left, `unknown` when no answer came, the
    ///   denial's code, or a failure.
    public func charge(
        _ card: RecordID, for order: String, by connector: String
    ) async throws(VaultError) -> Used {
        let body: JSON = ["connector": .string(connector), "order": .string(order)]
        return try await ask(Call.post("/v1/cards/\(card)/charge", .json(body)).changing, Used.init(json:))
    }

    /// Has a connector enter a device.
    ///
    /// - Parameters:
    ///   - device: the record with what it is entered by.
    ///   - connector: its name in the settings.
    /// - Returns: whether it was accepted, and what of the answer the settings let through.
    /// - Throws: `target_denied`, `protocol_denied`, `source_address`, `unavailable` when nothing has left, `unknown` when
    ///   no answer came, the denial's code, or a failure.
    public func use(_ device: RecordID, by connector: String) async throws(VaultError) -> Used {
        let body: JSON = ["connector": .string(connector)]
        return try await ask(Call.post("/v1/devices/\(device)/use", .json(body)).changing, Used.init(json:))
    }
}
