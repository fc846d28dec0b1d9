import CofferModel

/// A password, key, community or token: kept byte for byte.
enum Secret {
    /// 1...16,384 bytes of UTF-8; nothing is trimmed, composed or looked into.
    static func canonical(_ input: String) throws(BadValue) -> String {
        guard !input.isEmpty else { throw BadValue("secret.length") }
        return input
    }
}
