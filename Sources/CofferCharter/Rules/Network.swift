/// A range of IPv4 or IPv6 addresses: `192.0.2.10/32`, `2001:db8::/48`.
package struct Network: Hashable, Sendable {
    private let address: [UInt8]
    private let prefix: Int

    /// Reads an address with a prefix length; bits behind the prefix must be zero.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = Self.address(String(parts[0])), let prefix = Int(parts[1]),
            0...address.count * 8 ~= prefix, String(prefix) == parts[1]
        else { return nil }
        self.address = address
        self.prefix = prefix
        for place in prefix..<address.count * 8 where Self.bit(place, of: address) == 1 { return nil }
    }

    /// Whether it is an office or a host, and no provider's whole range: /24 or narrower, /56 of version 6.
    var isFixed: Bool { prefix >= (address.count == 4 ? 24 : 56) }

    /// Whether an address, as text, lies within.
    package func contains(_ text: String) -> Bool {
        guard let other = Self.address(text), other.count == address.count else { return false }
        return (0..<prefix).allSatisfy { Self.bit($0, of: other) == Self.bit($0, of: address) }
    }

    private static func bit(_ place: Int, of address: [UInt8]) -> UInt8 {
        address[place / 8] >> UInt8(7 - place % 8) & 1
    }

    private static func address(_ text: String) -> [UInt8]? { text.contains(":") ? six(text) : four(text) }

    private static func four(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func six(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map { groups(String($0)) }
        guard halves.count <= 2, let head = halves.first ?? nil, let tail = halves.last ?? nil else {
            return nil
        }
        if halves.count == 1 { return head.count == 16 ? head : nil }
        guard head.count + tail.count <= 14 else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: String) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        for group in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard 1...4 ~= group.utf8.count, group.first != "+", let value = UInt16(group, radix: 16) else {
                return nil
            }
            bytes += [UInt8(value >> 8), UInt8(value & 255)]
        }
        return bytes
    }
}
