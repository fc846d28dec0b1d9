import CSodium

/// An Ed25519 public key (RFC 8032).
package struct PublicKey: Hashable, Sendable {
    /// The 32 bytes.
    package let bytes: [UInt8]

    /// Takes exactly 32 bytes, else nil; whether they are a point shows when a signature is checked.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    init(exactly bytes: [UInt8]) {
        precondition(bytes.count == 32, "a public key has 32 bytes")
        self.bytes = bytes
    }

    /// Whether the signature is this key's over the message.
    ///
    /// Signatures that could be written in a second way, and keys of small order, never verify.
    package func verifies(signature: some Collection<UInt8>, of message: [UInt8]) -> Bool {
        guard signature.count == SigningKey.signatureBytes else { return false }
        return unsafe crypto_sign_verify_detached(
            Array(signature), message, UInt64(message.count), bytes) == 0
    }
}
