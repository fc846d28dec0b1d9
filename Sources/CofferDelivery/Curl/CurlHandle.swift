import CCurl
import Synchronization

/// One easy handle of libcurl, with its options and the connection it keeps, for one thread at a time.
@safe final class CurlHandle: @unchecked Sendable {
    /// Checked by nobody else: whoever has the handle is its only user.
    private let handle: UnsafeMutableRawPointer
    /// Whether an option was refused since the last ``clear()``.
    private var isRefused = false

    /// libcurl is started once, before the first handle.
    private static let isStarted = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Nil when the library cannot start or has no memory.
    init?() {
        guard Self.isStarted, let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = unsafe handle
        clear()
    }

    deinit { unsafe curl_easy_cleanup(handle) }

    /// Forgets all options but the common ones; connections stay.
    func clear() {
        unsafe curl_easy_reset(handle)
        isRefused = false
        set(CURLOPT_NOSIGNAL, 1)
        // No proxy of the environment: it would resolve and connect in our place.
        set(CURLOPT_PROXY, text: "")
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    }

    func set(_ option: CURLoption, _ number: Int) {
        note(unsafe coffer_curl_set_number(handle, option, number))
    }

    func set(_ option: CURLoption, size: Int) {
        note(unsafe coffer_curl_set_size(handle, option, curl_off_t(size)))
    }

    func set(_ option: CURLoption, text: String?) {
        note(unsafe coffer_curl_set_text(handle, option, text))
    }

    /// Bytes that end with NUL.
    func set(_ option: CURLoption, terminated bytes: UnsafePointer<CChar>) {
        unsafe note(coffer_curl_set_text(handle, option, bytes))
    }

    func set(_ option: CURLoption, blob: [UInt8]) {
        note(
            unsafe blob.withUnsafeBytes { bytes in
                unsafe coffer_curl_set_blob(handle, option, bytes.baseAddress, bytes.count)
            })
    }

    /// Bytes that libcurl copies; their number was set before.
    func set(_ option: CURLoption, posted bytes: [UInt8]) {
        note(unsafe bytes.withUnsafeBytes { unsafe coffer_curl_set_pointer(handle, option, $0.baseAddress) })
    }

    /// Bytes that stay the caller's until ``perform()`` has returned; their number was set before.
    func set(_ option: CURLoption, lent bytes: UnsafeRawBufferPointer) {
        unsafe note(coffer_curl_set_pointer(handle, option, bytes.baseAddress))
    }

    /// A context that the caller keeps alive until ``perform()`` has returned.
    func set(_ option: CURLoption, context: AnyObject) {
        unsafe note(coffer_curl_set_pointer(handle, option, Unmanaged.passUnretained(context).toOpaque()))
    }

    func set(_ option: CURLoption, list: CurlList) {
        unsafe note(coffer_curl_set_list(handle, option, list.lines))
    }

    func set(_ option: CURLoption, data function: @escaping coffer_curl_data) {
        unsafe note(coffer_curl_on_data(handle, option, function))
    }

    func trace(_ function: @escaping coffer_curl_trace) {
        unsafe note(coffer_curl_on_trace(handle, function))
    }

    func open(_ function: @escaping coffer_curl_open) { unsafe note(coffer_curl_on_open(handle, function)) }

    /// Trusts these authorities and no others; nil leaves the system's.
    func trust(_ authorities: [UInt8]?) {
        guard let authorities else { return }
        set(CURLOPT_CAINFO_BLOB, blob: authorities)
        set(CURLOPT_CAPATH, text: nil)
    }

    /// Blocks until the transfer has ended; nothing is sent when one option was refused.
    func perform() -> TransferEnd {
        isRefused ? .local : TransferEnd(unsafe curl_easy_perform(handle))
    }

    /// The status of the last answer, 0 for none.
    var status: Int { unsafe coffer_curl_status(handle) }
    /// Seconds that the answer asks to wait, 0 for none.
    var retryAfter: Int64 { unsafe coffer_curl_retry_after(handle) }
    /// Bytes of the body that were handed to the connection.
    var uploaded: Int64 { unsafe coffer_curl_uploaded(handle) }

    private func note(_ result: CURLcode) { if result != CURLE_OK { isRefused = true } }
}
