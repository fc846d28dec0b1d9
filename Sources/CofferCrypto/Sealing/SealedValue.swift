import CSodium

/// What is sealed did not open.
///
/// One failure for every cause: a changed byte, another place, another key, a version out of range.
package struct CannotOpen: Error, Hashable {
    /// Says no more than that it did not open.
    package init() {}
}

/// Why a sealed key was not opened into the arena.
package enum KeyNotOpened: Error, Hashable {
    /// It does not open, for whatever cause.
    case cannotOpen
    /// It was not tried, or could not be kept: the arena has no room.
    case noRoom(ArenaError)
}

/// Bytes of a sealed value, suite 1 (`docs/formats/sealed-value.md`).
package enum SealedValue {
    /// How many bytes it has more than its padded text.
    package static let overhead = 48

    /// Bytes of a sealed key.
    package static let sealedKeyBytes = overhead + SecretKey.byteCount

    /// The key version that the header names; nil for what is no sealed value of suite 1.
    ///
    /// Proves nothing: only opening does.
    package static func version(of sealed: some Collection<UInt8>) -> UInt16? {
        guard sealed.count > overhead else { return nil }
        let header = Array(sealed.prefix(4))
        guard header[0] == Suite1.format, header[1] == Suite1.suite else { return nil }
        let version = UInt16(header[2]) << 8 | UInt16(header[3])
        return version >= 1 ? version : nil
    }

    /// Opens a value behind what the buffer already holds.
    ///
    /// - Parameters:
    ///   - sealed: The stored bytes.
    ///   - key: The sealing key of the version the header names.
    ///   - versions: Which versions the field allows.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it must be, and where it must belong.
    ///   - buffer: Gets the padded text; a caller that could be short of room asks it first.
    /// - Returns: Where in the buffer the padded text stands.
    /// - Throws: ``CannotOpen``, for every cause; the buffer is as before then.
    package static func open(
        _ sealed: ArraySlice<UInt8>, under key: borrowing SecretKey, versions: ClosedRange<UInt16>,
        scope: borrowing SecretKey, context: SealingContext, into buffer: inout LockedBuffer
    ) throws(CannotOpen) -> Range<Int> {
        guard let version = version(of: sealed), versions.contains(version) else { throw CannotOpen() }
        let place = unsafe buffer.write(sealed.count - overhead) { out in
            unsafe sealed.withUnsafeBytes { unsafe open($0, key, scope, context, into: out) }
        }
        guard let place else { throw CannotOpen() }
        return place
    }

    /// Opens a value behind what the buffer already holds.
    ///
    /// - Parameters:
    ///   - sealed: The stored bytes.
    ///   - key: The sealing key of the version the header names.
    ///   - versions: Which versions the field allows.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it must be, and where it must belong.
    ///   - buffer: Gets the padded text; a caller that could be short of room asks it first.
    /// - Returns: Where in the buffer the padded text stands.
    /// - Throws: ``CannotOpen``, for every cause; the buffer is as before then.
    package static func open(
        _ sealed: [UInt8], under key: borrowing SecretKey, versions: ClosedRange<UInt16>,
        scope: borrowing SecretKey, context: SealingContext, into buffer: inout LockedBuffer
    ) throws(CannotOpen) -> Range<Int> {
        try open(sealed[...], under: key, versions: versions, scope: scope, context: context, into: &buffer)
    }

    /// Opens a sealed key (kinds 2 and 3) straight into the arena.
    ///
    /// - Parameters:
    ///   - sealed: The stored 80 bytes.
    ///   - key: The wrapping key of the version the header names.
    ///   - versions: Which versions are allowed.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it must be, and where it must belong.
    ///   - arena: Where the opened key lives.
    /// - Returns: The opened key.
    /// - Throws: ``KeyNotOpened``.
    package static func openKey(
        _ sealed: some Collection<UInt8>, under key: borrowing SecretKey, versions: ClosedRange<UInt16>,
        scope: borrowing SecretKey, context: SealingContext, in arena: KeyArena
    ) throws(KeyNotOpened) -> SecretKey {
        guard sealed.count == sealedKeyBytes, let version = version(of: sealed), versions.contains(version)
        else { throw .cannotOpen }
        let bytes = Array(sealed)
        return unsafe try SecretKey(in: arena, otherwise: { .noRoom($0) }) { (out) throws(KeyNotOpened) in
            let opened = unsafe bytes.withUnsafeBytes { unsafe open($0, key, scope, context, into: out) }
            guard opened else { throw .cannotOpen }
        }
    }

    /// Derives, compares the commitment and runs GCM, always all three.
    private static func open(
        _ sealed: UnsafeRawBufferPointer, _ key: borrowing SecretKey, _ scope: borrowing SecretKey,
        _ context: SealingContext, into out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        unsafe ValueKeys.with(key, scope, header: sealed, context) { keys in
            let prefix = unsafe UnsafeRawBufferPointer(rebasing: sealed[..<Suite1.prefixBytes])
            let body = unsafe UnsafeRawBufferPointer(rebasing: sealed[Suite1.prefixBytes...])
            let committed =
                unsafe sodium_memcmp(
                    prefix.octets + Suite1.headerBytes, keys.commitment.octets, Suite1.commitmentBytes) == 0
            let parameters = unsafe AES256GCM.Parameters(
                key: keys.key, nonce: keys.nonce, associated: prefix)
            let authentic = unsafe AES256GCM.open(body, into: out, parameters, with: .fitting(out.count))
            return committed && authentic
        }
    }
}
