import CofferCrypto
package import CofferModel

/// The hashes of a Merkle tree (RFC 9162 §2.1.1): leaves and nodes differ in their first byte.
package enum Merkle {
    /// SHA-256(0x00 ‖ row): the leaf of a row, its line without the newline.
    package static func leaf(_ row: [UInt8]) -> Digest { SHA256.hash([0], row) }

    /// SHA-256(0x01 ‖ left ‖ right).
    static func node(_ left: Digest, _ right: Digest) -> Digest { SHA256.hash([1], left.bytes, right.bytes) }

    /// SHA-256 of nothing: the root of the empty tree.
    package static let empty = SHA256.hash([])
}
