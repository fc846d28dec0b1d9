import CSodium

/// The layout of suite 1 (`docs/formats/sealed-value.md`).
enum Suite1 {
    static let format: UInt8 = 0xCF
    static let suite: UInt8 = 1
    static let headerBytes = 12
    static let commitmentBytes = 20
    /// Header and commitment: the associated data, and where the ciphertext starts.
    static let prefixBytes = 32
}

/// Key, nonce and commitment of one value, for the time of one call.
@unsafe struct ValueKeys {
    let key: UnsafeRawBufferPointer
    let nonce: UnsafeRawBufferPointer
    let commitment: UnsafeRawBufferPointer

    /// Derives all three in one keyed hash, on the stack, and wipes them when the function returns.
    static func with<Result>(
        _ key: borrowing SecretKey, _ scope: borrowing SecretKey, header: UnsafeRawBufferPointer,
        _ context: SealingContext, _ body: (ValueKeys) -> Result
    ) -> Result {
        unsafe withUnsafeTemporaryAllocation(byteCount: 64 + message, alignment: 16) { scratch in
            defer { unsafe sodium_memzero(scratch.baseAddress, scratch.count) }
            let output = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[..<64])
            let input = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[64...])
            unsafe scope.withBytes { unsafe input.copyMemory(from: $0) }
            unsafe UnsafeMutableRawBufferPointer(rebasing: input[32...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: header[..<Suite1.headerBytes]))
            unsafe context.write(to: UnsafeMutableRawPointer(input.octets + 32 + Suite1.headerBytes))
            unsafe Keyed.hash(key, "coffer.value", UnsafeRawBufferPointer(input), into: output)
            let derived = UnsafeRawBufferPointer(output)
            return unsafe body(
                ValueKeys(
                    key: UnsafeRawBufferPointer(rebasing: derived[0..<32]),
                    nonce: UnsafeRawBufferPointer(rebasing: derived[32..<44]),
                    commitment: UnsafeRawBufferPointer(rebasing: derived[44..<64])))
        }
    }

    /// Scope key, header, context.
    private static let message = 32 + Suite1.headerBytes + SealingContext.byteCount
}
