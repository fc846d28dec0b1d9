import CofferCrypto
package import CofferModel

extension Fields {
    /// The token of one of the company's own references (crypto.md §3); class 0 is the subject's.
    ///
    /// - Parameters:
    ///   - ofClass: the class's number, or 0.
    ///   - ref: the reference as the company writes it.
    /// - Returns: 16 bytes.
    /// - Throws: ``FieldsError/missingKey``.
    package func referenceToken(ofClass: UInt16, _ ref: String) throws(FieldsError) -> [UInt8] {
        guard let held = keyring.newest(.references) else { throw .missingKey }
        return Derive.importReference(held.key, ofClass: ofClass, reference: Array(ref.utf8))
    }

    /// A keyed hash of what was imported, to tell the same line from another one.
    ///
    /// - Parameter content: canonical bytes.
    /// - Returns: 32 bytes that tell nothing without the key.
    /// - Throws: ``FieldsError/missingKey``.
    package func contentHash(_ content: [UInt8]) throws(FieldsError) -> Digest {
        guard let held = keyring.newest(.references) else { throw .missingKey }
        return Derive.keyedHash(held.key, content)
    }

    /// Names an idempotent request under the key of one day.
    ///
    /// - Parameters:
    ///   - day: the UTC day.
    ///   - actor: who asks.
    ///   - route: what he asks for.
    ///   - key: the key he gave.
    ///   - body: the canonical request.
    /// - Returns: its token and a keyed hash of its body, or nil when there is no key of that day.
    package func idempotency(
        day: UInt32, actor: ActorID, route: String, key: String, body: [UInt8]
    ) -> (token: [UInt8], body: Digest)? {
        guard let held = keyring.newest(.idempotency(day: day)) else { return nil }
        let token = Derive.idempotency(
            held.key, actor: actor.bytes, route: Array(route.utf8), key: Array(key.utf8))
        return (token, Derive.keyedHash(held.key, body))
    }
}
