import CCurl
import CofferModel

extension CurlHandle {
    /// How one HTTP request reaches a host: exactly this URL, no redirect, no protocol but the URL's own.
    ///
    /// - Parameters:
    ///   - url: where.
    ///   - authorities: who may vouch for it; nil for those of the system.
    ///   - timing: how long it may take.
    func reach(_ url: WebURL, _ authorities: TrustedAuthorities?, _ timing: DeliveryTiming) {
        set(CURLOPT_URL, text: url.text)
        set(CURLOPT_PROTOCOLS_STR, text: url.isSecure ? "https" : "http")
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PATH_AS_IS, 1)
        trust(authorities?.pem)
        set(CURLOPT_CONNECTTIMEOUT, timing.connect)
        set(CURLOPT_TIMEOUT, timing.whole)
    }
}
