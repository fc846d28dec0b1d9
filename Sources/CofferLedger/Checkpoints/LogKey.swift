package import CofferCrypto
import CofferModel

/// The public key of a log together with the log's name, which is all that verification needs.
package struct LogKey: Hashable, Sendable {
    /// Whose key it is.
    package let name: LogName
    /// The key that signs the log's checkpoints.
    package let key: PublicKey
    /// The first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ key), which stand before a signature (C2SP signed-note).
    package let keyID: [UInt8]

    /// Takes a log's name and key.
    package init(name: LogName, key: PublicKey) {
        self.name = name
        self.key = key
        keyID = Array(
            SHA256.hash(Array(name.description.utf8), [10, Self.ed25519], key.bytes).bytes.prefix(4))
    }

    /// The key as other tools for signed notes read it: `name+keyid+base64(0x01 ‖ key)`.
    package var description: String {
        "\(name)+\(Hex.encode(keyID))+" + Base64.encode([Self.ed25519] + key.bytes)
    }

    /// Reads what ``description`` writes, and nothing else.
    package init?(_ description: String) {
        let parts = description.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = LogName(String(parts[0])),
            let typed = Base64.decode(parts[2].utf8), typed.first == Self.ed25519,
            let key = PublicKey(bytes: typed.dropFirst())
        else { return nil }
        self.init(name: name, key: key)
        guard self.description == description else { return nil }
    }

    /// The signature type of Ed25519 in signed notes.
    private static let ed25519: UInt8 = 1
}
