import CofferModel

/// The network that an address is in, as what a label of it is made of.
package enum NetworkPrefix {
    /// Version, length and the first bytes of an address, those beyond the length zero.
    ///
    /// - Parameters:
    ///   - canonical: an address as its field holds it.
    ///   - version4: how many bits of one of version 4 count, 0...32.
    ///   - version6: how many bits of one of version 6 count, 0...128.
    /// - Returns: 6 or 18 bytes, equal for addresses of one network; nil for a host that is known by name.
    package static func bytes(
        of canonical: [UInt8], version4: Int, version6: Int
    ) -> [UInt8]? {
        guard let address = IPAddress(String(decoding: canonical, as: UTF8.self)) else { return nil }
        let length = address.isVersion4 ? version4 : version6
        let bits = address.network(length).bits
        let bytes =
            address.isVersion4 ? BigEndian.bytes(UInt32(truncatingIfNeeded: bits)) : BigEndian.bytes(bits)
        return [address.isVersion4 ? 4 : 6, UInt8(length)] + bytes
    }
}
