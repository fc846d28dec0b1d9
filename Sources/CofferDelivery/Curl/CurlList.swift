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

    deinit { unsafe curl_slist_free_all(lines) }
}
