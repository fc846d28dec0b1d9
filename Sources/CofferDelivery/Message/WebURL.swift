package import CofferModel

/// An absolute `http` or `https` URL in plain ASCII, without user name and fragment (RFC 3986); does not print.
package struct WebURL: Hashable, Sendable, Withheld {
    /// The URL as given.
    package let text: String
    /// Whether the scheme is `https`.
    package let isSecure: Bool
    /// Host and port that it leads to.
    package let authority: Authority

    /// Takes `http` or `https`, host, an optional port, a path and an optional query.
    ///
    /// - Throws: the rule it breaks.
    package init(_ text: String) throws(BadValue) {
        guard text.utf8.count <= DeliveryLimits.urlBytes, text.utf8.allSatisfy({ Self.isAllowed($0) })
        else { throw BadValue("delivery.url") }
        isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else { throw BadValue("delivery.url") }
        let rest = text.utf8.dropFirst(isSecure ? 8 : 7)
        let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        authority = try Authority(Substring(host), port: isSecure ? 443 : 80)
        self.text = text
    }

    /// Unreserved and reserved characters and `%`, but for `#`, `@` and what only quotes (RFC 3986 §2).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        97...122 ~= byte || 65...90 ~= byte || 48...57 ~= byte
            || "-._~:/?[]!$&'()*+,;=%".utf8.contains(byte)
    }
}

/// A host and a port, as `hooks.example.org:443`, `127.0.0.1:8443` or `[::1]:8443`.
package struct Authority: Hashable, Sendable, CustomStringConvertible {
    /// A domain, four numbers with dots, or an IPv6 address in brackets.
    package let host: String
    /// 1...65535.
    package let port: UInt16

    /// Reads `host:port`.
    ///
    /// - Throws: `delivery.authority` for another form.
    package init(_ text: String) throws(BadValue) { try self.init(Substring(text), port: nil) }

    init(_ text: Substring, port usual: UInt16?) throws(BadValue) {
        let bracket = text.first == "[" ? text.firstIndex(of: "]") : nil
        let host = bracket.map { text[...$0] } ?? text.prefix { $0 != ":" }
        let rest = text.utf8.dropFirst(host.utf8.count)
        guard Self.isHost(String(host)) else { throw BadValue("delivery.authority") }
        if rest.isEmpty, let usual {
            port = usual
        } else {
            let digits = rest.dropFirst()
            guard rest.first == UInt8(ascii: ":"), 1...5 ~= digits.count,
                digits.allSatisfy({ 48...57 ~= $0 }), let port = UInt16(String(Substring(digits))), port > 0
            else { throw BadValue("delivery.authority") }
            self.port = port
        }
        self.host = String(host)
    }

    /// Both, with a colon between.
    package var description: String { "\(host):\(port)" }

    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("[") {
            return 4...41 ~= host.utf8.count
                && host.dropFirst().dropLast().utf8.allSatisfy {
                    48...57 ~= $0 || 97...102 ~= $0 || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                }
        }
        if (try? DomainName(host)) != nil { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4
            && numbers.allSatisfy { number in UInt8(number).map(String.init) == String(number) }
    }
}
