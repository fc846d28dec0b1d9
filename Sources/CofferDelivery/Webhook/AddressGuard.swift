/// Which addresses a webhook may lead to: those of the public internet.
///
/// The registries of special-purpose addresses (RFC 6890, IANA) are left out whole, with what embeds an IPv4
/// address (mapped, NAT64, 6to4, Teredo), and the public address under which one cloud answers its guests.
package enum AddressGuard {
    /// Whether an address, of four or sixteen bytes, is public.
    package static func isPublic(_ address: [UInt8]) -> Bool {
        address.count == 4 ? isPublic(v4: address) : isPublic(v6: address)
    }

    private static func isPublic(v4 address: [UInt8]) -> Bool {
        let bits = address.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !inside.contains { bits >> (32 - $0.length) == $0.bits >> (32 - $0.length) }
    }

    /// Global unicast, 2000::/3, without its exceptions.
    private static func isPublic(v6 address: [UInt8]) -> Bool {
        guard address.count == 16, address[0] >> 5 == 1 else { return false }
        let start = address[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !outside.contains { start >> (32 - $0.length) == $0.bits >> (32 - $0.length) }
    }

    /// Whether an address, of four or sixteen bytes, is this host's own.
    static func isLoopback(_ address: [UInt8]) -> Bool {
        address.count == 4 ? address[0] == 127 : address == Array(repeating: 0, count: 15) + [1]
    }

    private static let inside: [(bits: UInt32, length: UInt32)] = [
        (0x0000_0000, 8),  // this network
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // carriers' own
        (0x7F00_0000, 8),  // loopback
        (0xA9FE_0000, 16),  // link-local, and the metadata of clouds
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // 6to4 relays
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarks
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xA83F_8110, 32),  // 168.63.129.16, a cloud's own
        (0xE000_0000, 4),  // multicast
        (0xF000_0000, 4),  // reserved, broadcast
    ]

    private static let outside: [(bits: UInt32, length: UInt32)] = [
        (0x2001_0000, 23),  // protocol assignments, Teredo
        (0x2001_0DB8, 32),  // documentation
        (0x2002_0000, 16),  // 6to4
        (0x3FFF_0000, 20),  // documentation
    ]
}
