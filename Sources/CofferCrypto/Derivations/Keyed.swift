import CSodium

/// Keyed BLAKE2b (RFC 7693) with a personalisation: the `B(key, label, message)` of every derivation.
enum Keyed {
    /// Writes as many bytes of the hash as the output holds, 16...64.
    static func hash(
        _ key: borrowing SecretKey, _ label: Label, _ message: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) {
        unsafe key.withBytes { unsafe hash($0, label, message, into: output) }
    }

    /// The same under a key that is lent.
    static func hash(
        _ key: UnsafeRawBufferPointer, _ label: Label, _ message: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) {
        var personal = label.bytes
        let text = unsafe message.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let status = unsafe withUnsafeBytes(of: &personal) { personal in
            unsafe crypto_generichash_blake2b_salt_personal(
                output.octets, output.count, text, UInt64(message.count),
                key.octets, key.count, nil, personal.octets)
        }
        precondition(status == 0, "BLAKE2b cannot fail")
    }

    /// The hash as an array, for what is no secret.
    static func hash(
        _ key: borrowing SecretKey, _ label: Label, _ message: [UInt8], bytes count: Int
    ) -> [UInt8] {
        unsafe key.withBytes { unsafe hash($0, label, message, bytes: count) }
    }

    /// The same under a key that is lent.
    static func hash(
        _ key: UnsafeRawBufferPointer, _ label: Label, _ message: [UInt8], bytes count: Int
    ) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { out, written in
            unsafe message.withUnsafeBytes { message in
                let output = unsafe UnsafeMutableRawBufferPointer(start: out.octets, count: count)
                unsafe hash(key, label, message, into: output)
            }
            written = count
        }
    }

    /// Derives a key on the stack, lends it for one call, and wipes it.
    static func withKey<Result>(
        _ key: borrowing SecretKey, _ label: Label, _ message: [UInt8],
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        unsafe withUnsafeTemporaryAllocation(byteCount: SecretKey.byteCount, alignment: 16) { derived in
            defer { unsafe sodium_memzero(derived.baseAddress, derived.count) }
            unsafe message.withUnsafeBytes { unsafe hash(key, label, $0, into: derived) }
            return unsafe body(UnsafeRawBufferPointer(derived))
        }
    }

    /// What a derivation is for: at most 16 ASCII bytes, zero padded.
    struct Label: ExpressibleByStringLiteral {
        let bytes: (UInt64, UInt64)

        init(stringLiteral text: StaticString) {
            precondition(text.utf8CodeUnitCount <= 16, "a label has at most 16 bytes")
            var bytes: (UInt64, UInt64) = (0, 0)
            unsafe withUnsafeMutableBytes(of: &bytes) { bytes in
                unsafe bytes.copyMemory(
                    from: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
            }
            self.bytes = bytes
        }
    }
}
