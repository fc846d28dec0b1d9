public import CofferModel

extension Asker {
    /// A request for another certificate of a stored key (PKCS#10), signed with it: the key does not leave.
    ///
    /// - Parameter record: a certificate that is kept with its private key.
    /// - Returns: the request as PEM.
    /// - Throws: `not_found`, `restricted` for a certificate that was revoked, `bad_value`, the denial's code, or a failure.
    public func certificateRequest(for record: RecordID) async throws(VaultError) -> String {
        try await ask(Call.post("/v1/certificates/\(record)/request", .none)) {
            (json) throws(Members.Unexpected) in
            var members = try Members(json)
            let request = try members.text("request") { $0 }
            try members.end()
            return request
        }
    }

    /// Proves by a signature that the key of a certificate is here.
    ///
    /// - Parameters:
    ///   - challenge: 16...256 bytes of whoever wants to know.
    ///   - record: a certificate that is kept with its private key.
    /// - Returns: the signature over 64 spaces, `Coffer, answer to a challenge`, a zero byte and the challenge.
    /// - Throws: as ``certificateRequest(for:)``; `bad_value` with `challenge.size` too.
    public func prove(_ challenge: [UInt8], with record: RecordID) async throws(VaultError) -> [UInt8] {
        let body: JSON = ["challenge": .string(Hex.encode(challenge))]
        return try await ask(Call.post("/v1/certificates/\(record)/proof", .json(body))) {
            (json) throws(Members.Unexpected) in
            var members = try Members(json)
            let signature = try members.text("signature") { Base64.decode($0.utf8) }
            try members.end()
            return signature
        }
    }

    /// Notes that a certificate was handed over to its owner; where the charter says so, the copy of its private key is
    /// destroyed.
    ///
    /// - Parameters:
    ///   - record: the record of a certificate that is kept with its private key.
    ///   - acceptor: who accepted it.
    ///   - act: the number of the paper on which he did, if there is one.
    /// - Returns: what was done.
    /// - Throws: `bad_value`, `conflict` with `handover.twice` or `handover.key`, `not_found`, the denial's code, or a failure.
    public func handOver(
        _ record: RecordID, to acceptor: String, act: String?
    ) async throws(VaultError) -> HandOver {
        var body: [String: JSON] = ["to": .string(acceptor)]
        body["act"] = act.map { .string($0) }
        return try await ask(
            Call.post("/v1/certificates/\(record)/handover", .json(.object(body))).changing,
            HandOver.init(json:))
    }
}
