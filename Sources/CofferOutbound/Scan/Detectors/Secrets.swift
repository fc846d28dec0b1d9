/// What opens something: keys of well-known services, signed tokens, certificates and private keys.
enum Secrets {
    /// How keys begin, and how many characters of a key follow at least.
    private static let prefixes: [(text: [UInt8], least: Int)] = [
        ("AKIA", 16), ("ASIA", 16), ("AIza", 30), ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30),
        ("ghr_", 30), ("github_pat_", 22), ("glpat-", 16), ("sk_live_", 16), ("sk_test_", 16),
        ("rk_live_", 16), ("rk_test_", 16), ("pk_live_", 16), ("whsec_", 16), ("xoxb-", 10), ("xoxp-", 10),
        ("xoxa-", 10), ("xoxr-", 10), ("xoxs-", 10), ("xapp-", 10), ("sk-ant-", 16), ("sk-proj-", 16),
        ("npm_", 30), ("pypi-", 30), ("hvs.", 20), ("dop_v1_", 30), ("shpat_", 30), ("SG.", 30),
        ("AGE-SECRET-KEY-1", 30), ("ya29.", 20), ("hf_", 30), ("AccountKey=", 40),
    ].map { (Array($0.0.utf8), $0.1) }

    private static let byFirst: [[(text: [UInt8], least: Int)]] = (0..<256).map { first in
        prefixes.filter { Int($0.text[0]) == first }
    }

    /// Whether a key of a well-known service begins here.
    static func isAPIKey(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        for prefix in byFirst[Int(bytes[start])] where begins(bytes, start, prefix.text) {
            if length(bytes, from: start + prefix.text.count) >= prefix.least { return true }
        }
        return false
    }

    /// Whether a token of RFC 7519 begins here: two parts or more, the first a JSON object.
    static func isJWT(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "e"), begins(bytes, start, Array("eyJ".utf8)) else { return false }
        var at = start
        while at < bytes.count, isTokenByte(bytes[at]), bytes[at] != UInt8(ascii: ".") { at += 1 }
        guard at - start >= 10, at < bytes.count, bytes[at] == UInt8(ascii: ".") else { return false }
        return length(bytes, from: at + 1) >= 8
    }

    /// Whether the lines of PEM begin here (RFC 7468).
    static func isPEM(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "-")
            && begins(bytes, start, Array("-----BEGIN ".utf8))
    }

    /// Whether the base64 of a certificate or key begins here: a DER sequence of more than 255 bytes.
    static func isDER(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        bytes[start] == UInt8(ascii: "M") && begins(bytes, start, Array("MII".utf8))
            && length(bytes, from: start) >= 60
    }

    private static func begins(_ bytes: Span<UInt8>, _ start: Int, _ text: [UInt8]) -> Bool {
        guard start + text.count <= bytes.count else { return false }
        for place in text.indices where bytes[start + place] != text[place] { return false }
        return true
    }

    private static func length(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, isTokenByte(bytes[end]) { end += 1 }
        return end - start
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="):
            true
        default: Bytes.isAlphanumeric(byte)
        }
    }
}
