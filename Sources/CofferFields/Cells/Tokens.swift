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
    ) -> IdempotencyName? {
        guard let held = keyring.newest(.idempotency(day: day)) else { return nil }
        let token = Derive.idempotency(
            held.key, actor: actor.bytes, route: Array(route.utf8), key: Array(key.utf8))
        return IdempotencyName(token: token, body: Derive.keyedHash(held.key, body), held: held)
    }
}

/// How one repeatable request is remembered, under the key of its day.
package struct IdempotencyName: Sendable {
    /// The bytes of a check.
    package static let checkBytes = 16
    /// What it is looked up by; 16 bytes.
    package let token: [UInt8]
    /// The keyed hash of its body.
    package let body: Digest
    let held: HeldKey

    /// What stands behind a remembered answer, so that nobody who writes to the store can change it.
    ///
    /// - Parameter answer: the answer.
    /// - Returns: 16 bytes.
    package func check(_ answer: [UInt8]) -> [UInt8] {
        Array(Derive.keyedHash(held.key, Array("answer ".utf8) + token + answer).bytes.prefix(Self.checkBytes))
    }
}
