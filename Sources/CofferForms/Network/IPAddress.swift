/// An address of the Internet Protocol, version 4 or 6.
struct IPAddress: Hashable, Sendable {
    /// Whether the address is of version 4; then ``bits`` holds 32.
    let isVersion4: Bool
    /// The address, right-aligned.
    let bits: UInt128

    /// How many bits an address of this version has.
    var width: Int { isVersion4 ? 32 : 128 }

    /// Takes the bits; an IPv6 address that carries an IPv4 one (RFC 4291 §2.5.5.2) becomes that.
    init(isVersion4: Bool, bits: UInt128) {
        let isMapped = !isVersion4 && bits >> 32 == 0xFFFF
        self.isVersion4 = isVersion4 || isMapped
        self.bits = isMapped ? bits & 0xFFFF_FFFF : bits
    }

    /// Reads dotted decimal without leading zeros, or any form of RFC 4291 §2.2 without a zone.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        if let bits = Self.version4(text) {
            self.init(isVersion4: true, bits: UInt128(bits))
        } else if let bits = Self.version6(text) {
            self.init(isVersion4: false, bits: bits)
        } else {
            return nil
        }
    }

    /// The address with all but its first bits zero.
    func network(_ length: Int) -> IPAddress {
        let rest = width - length
        return IPAddress(isVersion4: isVersion4, bits: rest >= 128 ? 0 : (bits >> rest) << rest)
    }

    private static func version4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard 1...3 ~= part.count, part.allSatisfy({ ASCII.isDigit($0) }),
                part.count == 1 || part.first != 48
            else { return nil }
            let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1) - 48 }
            guard value <= 255 else { return nil }
            bits = bits << 8 | value
        }
        return bits
    }

    private static func version6(_ text: some StringProtocol) -> UInt128? {
        let halves = String(text).split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        guard !halves.isEmpty, let head = groups(halves[0], isLast: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return head.count == 8 ? joined(head) : nil }
        guard let tail = groups(halves[1], isLast: true), head.count + tail.count <= 7 else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            if isLast, place == parts.count - 1, let dotted = version4(part) {
                groups += [UInt16(dotted >> 16), UInt16(truncatingIfNeeded: dotted)]
            } else {
                guard 1...4 ~= part.utf8.count, part.utf8.allSatisfy({ ASCII.isHex($0) }),
                    let value = UInt16(part, radix: 16)
                else { return nil }
                groups.append(value)
            }
        }
        return groups.count <= 8 ? groups : nil
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or the one form of RFC 5952.
    var description: String {
        guard !isVersion4 else { return octets.map { String($0) }.joined(separator: ".") }
        let groups = groups
        let gap = Self.longestZeros(in: groups)
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        return gap.isEmpty ? text(0..<8) : text(0..<gap.lowerBound) + "::" + text(gap.upperBound..<8)
    }

    private var octets: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) } }

    /// The eight groups of a version 6 address.
    var groups: [UInt16] { (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) } }

    private static func longestZeros(in groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for place in 0..<8 {
            if groups[place] != 0 {
                start = place + 1
            } else if place + 1 - start > max(longest.count, 1) {
                longest = start..<(place + 1)
            }
        }
        return longest
    }
}
