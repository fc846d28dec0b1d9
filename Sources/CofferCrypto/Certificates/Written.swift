import COpenSSL

/// What OpenSSL's `i2d` functions write into memory of their own.
enum Written {
    /// A copy of it; the original is overwritten and freed.
    ///
    /// - Parameter write: calls the function, and answers what it answers.
    /// - Returns: the bytes, or nil when there are none.
    static func bytes(by write: (inout UnsafeMutablePointer<UInt8>?) -> Int32) -> [UInt8]? {
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = Int(unsafe write(&bytes))
        guard count > 0, let bytes = unsafe bytes else { return nil }
        defer { unsafe CRYPTO_clear_free(bytes, count, nil, 0) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
