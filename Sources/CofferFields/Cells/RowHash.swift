import CofferCrypto
package import CofferModel
package import CofferStore

/// The hashes by which the ledger vouches for stored rows (crypto.md §3).
package enum RowHash {
    /// The hash of a record's row and its index tokens.
    ///
    /// - Parameters:
    ///   - row: the row; its intent is not part of the hash.
    ///   - tokens: all of the record's tokens, in any order.
    /// - Returns: SHA-256.
    package static func record(_ row: RecordRow, tokens: [IndexRow]) -> Digest {
        let parent = row.parent?.bytes ?? [UInt8](repeating: 0, count: 16)
        let head =
            row.subject.bytes + row.record.bytes + parent + BigEndian.bytes(row.ofClass)
            + BigEndian.bytes(row.revision) + BigEndian.bytes(row.created.milliseconds)
            + BigEndian.bytes(row.changed.milliseconds) + BigEndian.bytes(UInt32(row.packed.count))
        let sorted = tokens.map {
            BigEndian.bytes($0.number.field) + BigEndian.bytes($0.generation) + $0.token
        }
        .sorted { $0.lexicographicallyPrecedes($1) }
        return SHA256.hash(head, row.packed, Array(sorted.joined()))
    }

    /// The hash of a notice on its way: the part of its row that is written once.
    ///
    /// - Parameter row: the row.
    /// - Returns: SHA-256.
    package static func notice(_ row: OutboxRow) -> Digest {
        SHA256.hash(
            row.subject.bytes, row.notice.bytes, BigEndian.bytes(row.created.milliseconds),
            BigEndian.bytes(row.expires.milliseconds), row.sealed)
    }

    /// The hash of an order that is open.
    ///
    /// - Parameter row: the row.
    /// - Returns: SHA-256.
    package static func order(_ row: OrderRow) -> Digest {
        SHA256.hash(
            row.subject.bytes, row.name.bytes, BigEndian.bytes(row.revision), row.sealed ?? [])
    }

    /// The hash of a subject's sealed facts.
    ///
    /// - Parameter row: the row.
    /// - Returns: SHA-256.
    package static func facts(_ row: FactsRow) -> Digest {
        SHA256.hash(row.subject.bytes, BigEndian.bytes(row.revision), row.sealed)
    }
}
