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

    /// Hands in the code of a card for the one charge of an order; the service keeps it in memory, for 300 s at most.
    ///
    /// - Parameters:
    ///   - card: the record that the order names.
    ///   - order: the number of an order that is open.
    ///   - code: 3 or 4 digits; wiped when this returns.
    /// - Returns: until when it is kept.
    /// - Throws: `bad_value`, `order_denied`, `throttled`, the denial's code, or a failure.
    public func authorise(
        _ card: RecordID, for order: String, code: inout [UInt8]
    ) async throws(VaultError) -> Timestamp {
        defer { code.wipe() }
        // A body of nothing would be none.
        guard !code.isEmpty else { throw VaultError(.badValue, rule: "cvv.digits") }
        let body = SecretBytes(copying: code)
        defer { body.wipe() }
        let path = "/v1/cards/\(card)/authorisation?order=\(order.percentEncoded)"
        return try await ask(Call.post(path, .secret(body)).changing) {
            (json) throws(Members.Unexpected) in
            var members = try Members(json)
            let until = try members.text("until") { Timestamp($0) }
            try members.end()
            return until
        }
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

extension String {
    /// As a value of a query: all but unreserved characters as their bytes (RFC 3986 §2.3).
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            let isPlain =
                48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte || "-._~".utf8.contains(byte)
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + Hex.encode([byte])
        }.joined()
    }
}
