import CofferModel

/// The beginning of the links in a company's notices: `https://my.company.example/n/`.
enum Portal {
    /// Whether a text is an `https` URL of a named host that ends in a slash, so that a token can follow it.
    ///
    /// No user name, no address in place of a name, no query: nothing but host, port and folders (RFC 3986 §3).
    static func isValid(_ text: String) -> Bool {
        let most = DeliveryLimits.urlBytes - 512
        guard text.utf8.count <= most, text.hasPrefix("https://"), text.hasSuffix("/") else { return false }
        let rest = text.dropFirst("https://".count)
        let host = rest.prefix { $0 != "/" }.split(separator: ":", omittingEmptySubsequences: false)
        guard 1...2 ~= host.count, isHost(host[0]), host.count == 1 || isPort(host[1]) else { return false }
        let folders = rest.drop { $0 != "/" }.utf8
        return folders.allSatisfy {
            97...122 ~= $0 || 65...90 ~= $0 || 48...57 ~= $0 || "-._~/".utf8.contains($0)
        } && !String(rest).contains("//")
    }

    private static func isHost(_ text: Substring) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber = labels.last?.allSatisfy { 48...57 ~= $0 } ?? true
        return labels.count > 1 && text.utf8.count <= 253 && !isNumber
            && labels.allSatisfy { label in
                1...63 ~= label.count && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isPort(_ text: Substring) -> Bool {
        Int(text).map { 1...65_535 ~= $0 && String($0) == text } ?? false
    }
}
