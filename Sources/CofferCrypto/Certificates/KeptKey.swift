import COpenSSL
package import CofferModel

/// A private key that stays where it is kept and signs two things, and nothing else.
///
/// For the length of one call OpenSSL has it in memory of its own, which is overwritten when the call ends.
package enum KeptKey {
    /// A request for another certificate of the same key (PKCS#10, RFC 2986): subject and other names are those of the
    /// certificate that it has.
    ///
    /// - Parameters:
    ///   - key: its canonical bytes, PKCS#8 in DER, lent for the call.
    ///   - certificate: the DER of its certificate, likewise.
    /// - Returns: the request in DER, with a signature that was verified.
    /// - Throws: ``BadValue`` with `private_key.match` for another key's certificate, `private_key.signs` for a key that signs
    ///   nothing, or a rule of what cannot be read.
    package static func request(
        with key: UnsafeRawBufferPointer, for certificate: UnsafeRawBufferPointer
    ) throws(BadValue) -> [UInt8] {
        let parsed = try ParsedCertificate(der: unsafe Array(certificate))
        return unsafe try ParsedPrivateKey(kept: key).request(for: parsed)
    }

    /// A signature that proves to whoever made up a challenge that the key is here.
    ///
    /// What is signed is ``message(of:)`` and never the challenge by itself, so that nobody gets a signature that means
    /// something elsewhere: 64 spaces begin no certificate, no request, no token, and no handshake of TLS goes on with these words.
    ///
    /// - Parameters:
    ///   - challenge: 16...256 bytes.
    ///   - key: its canonical bytes, PKCS#8 in DER, lent for the call.
    /// - Returns: the signature, by SHA-256 (RSA by PKCS#1 version 1.5), for the curves of Edwards by their own hash.
    /// - Throws: ``BadValue`` with `challenge.size`, `private_key.signs`, or a rule of what cannot be read.
    package static func answer(
        to challenge: [UInt8], with key: UnsafeRawBufferPointer
    ) throws(BadValue) -> [UInt8] {
        guard Limits.challengeBytes ~= challenge.count else { throw BadValue("challenge.size") }
        return unsafe try ParsedPrivateKey(kept: key).signature(of: message(of: challenge))
    }

    /// What is signed for a challenge, in the shape of RFC 8446 §4.4.3: 64 spaces, words of our own, a zero, the challenge.
    package static func message(of challenge: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 32, count: 64) + Array("Coffer, answer to a challenge".utf8) + [0] + challenge
    }
}
