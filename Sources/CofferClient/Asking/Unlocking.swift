public import CofferModel

extension CofferClient {
    /// Brings a locked service its root key.
    ///
    /// - Parameter key: the bytes of the root key file; wiped before this returns, as is every copy made of them here.
    /// - Throws: `locked` for a key that does not open this vault, or a failure.
    public func unlock(key: inout [UInt8]) async throws(VaultError) {
        let body = SecretBytes(Base64.document(key))
        for place in key.indices { key[place] = 0 }
        defer { body.wipe() }
        try await connections.ask(Call.post("/v1/unlock", .secret(body)).changing)
    }
}

/// Base64 with padding (RFC 4648 §4), into one array that is never grown.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// `{"key":"…"}`.
    static func document(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(16 + (bytes.count + 2) / 3 * 4)
        text += #"{"key":""#.utf8
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for (place, byte) in group.enumerated() { bits |= UInt32(byte) << (16 - 8 * UInt32(place)) }
            for place in 0..<4 {
                let digit = digits[Int(bits >> (18 - 6 * UInt32(place)) & 63)]
                text.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        text += #""}"#.utf8
        return text
    }
}
