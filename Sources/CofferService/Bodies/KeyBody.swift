import Coffer
import CofferCrypto
import CofferModel
import Glibc

/// `{"key": "…"}`: a root key file in base64 (RFC 4648 §4), read where it lies so that no copy of it is made as text.
enum KeyBody {
    /// The bytes of a key file.
    static let keyBytes = 56
    private static let textBytes = 76

    /// Takes the key out of a body.
    ///
    /// - Parameters:
    ///   - body: the whole body, in locked memory.
    ///   - pool: where its bytes go meanwhile.
    /// - Returns: the key.
    /// - Throws: `bad_value` for anything else, `unavailable` when too many keys are being read.
    static func key(in body: TakenBuffer, _ pool: BufferPool) throws(VaultError) -> GivenKey {
        var bytes = unsafe body.withBytes { unsafe decoded(text(in: $0)) }
        defer {
            unsafe bytes.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { unsafe explicit_bzero(base, bytes.count) }
            }
        }
        guard bytes.count == keyBytes else { throw VaultError(.badValue, rule: "body.members") }
        return try GivenKey(reading: try locked(bytes, pool))
    }

    private static func locked(_ bytes: [UInt8], _ pool: BufferPool) throws(VaultError) -> LockedBuffer {
        do throws(ArenaError) {
            var buffer = try pool.take()
            try buffer.append(bytes)
            return buffer
        } catch { throw VaultError(.unavailable, "too many keys are being read") }
    }

    /// The text between the quotes; empty when the body is anything else.
    private static func text(in body: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        let nothing = unsafe body[0..<0]
        let spaces: Set<UInt8> = [9, 10, 13, 32]
        var rest = unsafe body[...]
        func take(_ text: StaticString) -> Bool {
            unsafe rest = unsafe rest.drop { spaces.contains($0) }
            let wanted = unsafe UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            guard unsafe rest.starts(with: wanted) else { return false }
            unsafe rest = unsafe rest.dropFirst(wanted.count)
            return true
        }
        guard take("{"), take("\"key\""), take(":"), take("\"") else { return unsafe nothing }
        let text = unsafe rest.prefix(textBytes)
        unsafe rest = unsafe rest.dropFirst(textBytes)
        guard take("\""), take("}"), unsafe rest.allSatisfy({ spaces.contains($0) }) else {
            return unsafe nothing
        }
        return unsafe text
    }

    private static func decoded(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var out: [UInt8] = []
        // Never grown, so that no copy stays behind.
        out.reserveCapacity(keyBytes + 2)
        var (bits, count) = (UInt32(0), 0)
        let padding = unsafe text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding == 1 else { return [] }
        var place = unsafe text.startIndex
        let end = unsafe text.endIndex - padding
        while place < end {
            let byte = unsafe text[place]
            place += 1
            guard let value = value(byte) else { return [] }
            (bits, count) = (bits << 6 | value, count + 6)
            if count >= 8 {
                count -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return out
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 65...90: UInt32(byte) - 65
        case 97...122: UInt32(byte) - 71
        case 48...57: UInt32(byte) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
