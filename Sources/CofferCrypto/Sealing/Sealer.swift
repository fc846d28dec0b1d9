import CSodium
package import CofferModel
import Synchronization

/// Seals values and keys (`docs/formats/sealed-value.md`), each under a salt of its own.
///
/// The salt is hedged: it depends on the text too, so that a random state that repeats (a cloned machine) does
/// not repeat a key and nonce for two texts.
package final class Sealer: Sendable {
    private let random: any RandomSource
    private let saltKey: [UInt8]
    private let counter = Atomic<UInt64>(0)

    /// Draws its salt key.
    ///
    /// - Parameter random: Where salts come from.
    package init(random: some RandomSource) {
        self.random = random
        saltKey = random.bytes(Int(crypto_shorthash_KEYBYTES))
    }

    /// Seals a text that is already padded.
    ///
    /// - Parameters:
    ///   - text: At least one byte.
    ///   - key: The sealing key.
    ///   - version: Its version, at least 1; stored in the header.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it is, and where it belongs; not stored.
    /// - Returns: 48 bytes more than the text.
    package func seal(
        _ text: UnsafeRawBufferPointer, under key: borrowing SecretKey, version: UInt16,
        scope: borrowing SecretKey, context: SealingContext
    ) -> [UInt8] {
        unsafe seal(text, padding: 0, key, version, scope, context)
    }

    /// Seals a text that is already padded and is no secret in this process, as a row of facts.
    ///
    /// - Parameters:
    ///   - text: At least one byte.
    ///   - key: The sealing key.
    ///   - version: Its version, at least 1; stored in the header.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it is, and where it belongs; not stored.
    /// - Returns: 48 bytes more than the text.
    package func seal(
        _ text: [UInt8], under key: borrowing SecretKey, version: UInt16,
        scope: borrowing SecretKey, context: SealingContext
    ) -> [UInt8] {
        unsafe text.withUnsafeBytes { unsafe seal($0, padding: 0, key, version, scope, context) }
    }

    /// Pads a value to its block and seals it, without a second copy of the value.
    ///
    /// - Parameters:
    ///   - value: Any length.
    ///   - block: The field's block, 1...256.
    ///   - key: The sealing key.
    ///   - version: Its version, at least 1; stored in the header.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it is, and where it belongs; not stored.
    /// - Returns: 48 bytes more than the padded value.
    package func seal(
        _ value: UnsafeRawBufferPointer, paddedTo block: Int, under key: borrowing SecretKey,
        version: UInt16, scope: borrowing SecretKey, context: SealingContext
    ) -> [UInt8] {
        let padding = Padding.paddedCount(value.count, block: block) - value.count
        return unsafe seal(value, padding: padding, key, version, scope, context)
    }

    /// Seals a key, unpadded (kinds 2 and 3).
    ///
    /// - Parameters:
    ///   - sealed: The key that is wrapped.
    ///   - key: The wrapping key.
    ///   - version: Its version or epoch, at least 1; stored in the header.
    ///   - scope: The scope key, or zeros.
    ///   - context: What it is, and where it belongs; not stored.
    /// - Returns: 80 bytes.
    package func seal(
        key sealed: borrowing SecretKey, under key: borrowing SecretKey, version: UInt16,
        scope: borrowing SecretKey, context: SealingContext
    ) -> [UInt8] {
        unsafe sealed.withBytes { unsafe seal($0, padding: 0, key, version, scope, context) }
    }

    private func seal(
        _ text: UnsafeRawBufferPointer, padding: Int, _ key: borrowing SecretKey, _ version: UInt16,
        _ scope: borrowing SecretKey, _ context: SealingContext
    ) -> [UInt8] {
        precondition(version >= 1, "a key's version starts at 1")
        let count = text.count + padding
        precondition(count >= 1, "a sealed text has at least its padding")
        return unsafe [UInt8](unsafeUninitializedCapacity: count + SealedValue.overhead) { out, written in
            let out = unsafe UnsafeMutableRawBufferPointer(
                start: out.octets, count: count + SealedValue.overhead)
            unsafe Self.place(text, padding, in: out)
            unsafe writeHeader(version, textBytes: count, in: out)
            unsafe ValueKeys.with(key, scope, header: UnsafeRawBufferPointer(out), context) { keys in
                unsafe Self.encrypt(out, keys)
            }
            written = out.count
        }
    }

    /// Puts the text where its ciphertext will stand, and its padding behind it.
    private static func place(
        _ text: UnsafeRawBufferPointer, _ padding: Int, in out: UnsafeMutableRawBufferPointer
    ) {
        let start = unsafe out.octets + Suite1.prefixBytes
        if let source = text.baseAddress {
            unsafe UnsafeMutableRawPointer(start).copyMemory(from: source, byteCount: text.count)
        }
        guard padding > 0 else { return }
        unsafe (start + text.count).update(repeating: 0, count: padding)
        unsafe start[text.count] = 0x80
    }

    /// SipHash of random, counter and text; the first two stand before the text until the commitment does.
    private func writeHeader(_ version: UInt16, textBytes: Int, in out: UnsafeMutableRawBufferPointer) {
        let number = counter.add(1, ordering: .relaxed).newValue
        unsafe random.fill(UnsafeMutableRawBufferPointer(rebasing: out[16..<24]))
        unsafe out.storeBytes(of: number, toByteOffset: 24, as: UInt64.self)
        let status = unsafe crypto_shorthash_siphash24(
            out.octets + 4, out.octets + 16, UInt64(16 + textBytes), saltKey)
        precondition(status == 0, "SipHash cannot fail")
        unsafe out.storeBytes(of: Suite1.format, as: UInt8.self)
        unsafe out.storeBytes(of: Suite1.suite, toByteOffset: 1, as: UInt8.self)
        unsafe out.storeBytes(of: version.bigEndian, toByteOffset: 2, as: UInt16.self)
    }

    private static func encrypt(_ out: UnsafeMutableRawBufferPointer, _ keys: ValueKeys) {
        unsafe UnsafeMutableRawBufferPointer(rebasing: out[Suite1.headerBytes...])
            .copyMemory(from: keys.commitment)
        let prefix = unsafe UnsafeRawBufferPointer(rebasing: out[..<Suite1.prefixBytes])
        let parameters = unsafe AES256GCM.Parameters(key: keys.key, nonce: keys.nonce, associated: prefix)
        let text = unsafe UnsafeMutableRawBufferPointer(rebasing: out[Suite1.prefixBytes...])
        unsafe AES256GCM.seal(text, parameters, with: .fitting(text.count - AES256GCM.tagBytes))
    }
}
