import CCurl

/// Lines that libcurl reads, as recipients or headers; freed with this object.
@safe final class CurlList {
    private(set) var lines: UnsafeMutablePointer<curl_slist>?

    /// Nil when there is no memory.
    init?(_ texts: [String]) {
        for text in texts {
            guard let longer = unsafe curl_slist_append(lines, text) else { return nil }
            unsafe lines = unsafe longer
        }
    }

    /// Adds a line that ends with NUL, of which libcurl makes a copy; false when there is no memory.
    func append(line: UnsafePointer<CChar>?) -> Bool {
        guard let line = unsafe line else { return true }
        guard let longer = unsafe curl_slist_append(lines, line) else { return false }
        unsafe lines = unsafe longer
        return true
    }

    deinit { unsafe curl_slist_free_all(lines) }
}
