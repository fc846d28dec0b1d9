import COpenSSL
import CofferModel
import Glibc

/// PEM text (RFC 7468) as OpenSSL reads it, with nothing skipped that looks like a block.
enum PEM {
    /// Bytes of the text that are read at most.
    static let largest = Limits.certificateFileBytes

    /// Lends every block, in order; text between them is let be.
    ///
    /// - Parameters:
    ///   - text: At most ``largest`` bytes.
    ///   - rule: What a broken text breaks.
    ///   - headed: What a block with headers breaks, as old keys under a passphrase have them (RFC 1421 §4.6.1).
    ///   - body: Gets the block's name and its decoded bytes, which are wiped when it returns.
    /// - Throws: ``BadValue`` when a block is broken, encrypted or unfinished, or there is none; what `body` throws.
    static func forEachBlock(
        _ text: UnsafeRawBufferPointer, _ rule: Rule, headed: Rule,
        _ body: (String, UnsafeBufferPointer<UInt8>) throws(BadValue) -> Void
    ) throws(BadValue) {
        let blocks = unsafe blockCount(text)
        guard blocks >= 1, let bio = unsafe BIO_new_mem_buf(text.baseAddress, Int32(text.count)) else {
            throw BadValue(rule)
        }
        defer {
            unsafe BIO_free(bio)
            ERR_clear_error()
        }
        for _ in 0..<blocks { unsafe try lendNext(bio, rule, headed, body) }
    }

    /// How many blocks the text begins, finished or not; 0 for a text that is too long.
    static func blockCount(_ text: UnsafeRawBufferPointer) -> Int {
        let mark = Array("-----BEGIN ".utf8)
        guard mark.count...largest ~= text.count, let base = text.baseAddress else { return 0 }
        let last = text.count - mark.count
        var (blocks, next) = (0, 0)
        while next <= last, let dash = unsafe memchr(base + next, 0x2D, last - next + 1) {
            let isMark = unsafe memcmp(dash, mark, mark.count) == 0
            if isMark { blocks += 1 }
            next = unsafe UnsafeRawPointer(dash) - base + 1
        }
        return blocks
    }

    /// What a memory BIO holds, when it is UTF-8.
    static func contents(of bio: OpaquePointer) -> String? {
        var bytes: UnsafeMutablePointer<CChar>?
        let count = unsafe coffer_bio_bytes(bio, &bytes)
        guard count > 0, let bytes = unsafe bytes else { return count == 0 ? "" : nil }
        let text = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        return unsafe String(validating: text, as: UTF8.self)
    }

    private static func lendNext(
        _ bio: OpaquePointer, _ rule: Rule, _ headed: Rule,
        _ body: (String, UnsafeBufferPointer<UInt8>) throws(BadValue) -> Void
    ) throws(BadValue) {
        var name: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var data: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard unsafe PEM_read_bio(bio, &name, &header, &data, &count) == 1 else { throw BadValue(rule) }
        defer {
            unsafe CRYPTO_free(name, nil, 0)
            unsafe CRYPTO_free(header, nil, 0)
            unsafe CRYPTO_clear_free(data, count, nil, 0)
        }
        guard let name = unsafe name, let header = unsafe header else { throw BadValue(rule) }
        guard unsafe header[0] == 0 else { throw BadValue(headed) }
        unsafe try body(String(cString: name), UnsafeBufferPointer(start: data, count: count))
    }
}
