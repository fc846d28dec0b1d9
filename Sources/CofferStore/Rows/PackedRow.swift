import CofferModel

/// The sealed fields of one record as the bytes of one column (docs/formats/packed-row.md).
///
/// Cells ascend by field and kind, each pair once; so a field is found without reading those behind it, and one
/// content has one form.
package struct PackedRow: Hashable, Sendable {
    /// The most bytes of one sealed value: the longest value, its padding, and the 48 bytes of sealing, rounded up.
    package static let sealedBytes = Limits.valueBytes + 128
    /// The most bytes of one row.
    package static let totalBytes = 1024 * 1024

    /// The cells, ascending by field and kind.
    package private(set) var cells: [PackedCell] = []

    /// Starts without cells.
    package init() {}

    /// Puts a cell in the place of the one with its field and kind, or between its neighbours.
    package mutating func put(_ cell: PackedCell) {
        let place = place(of: cell.key)
        if place < cells.count, cells[place].key == cell.key {
            cells[place] = cell
        } else {
            cells.insert(cell, at: place)
        }
    }

    /// Takes the cell of a field and kind away, if there is one.
    ///
    /// - Parameters:
    ///   - field: the field's number.
    ///   - kind: the kind of sealed value.
    /// - Returns: the cell that was there.
    @discardableResult
    package mutating func remove(field: UInt32, kind: UInt16) -> PackedCell? {
        let key = PackedCell.Key(field: field, kind: kind)
        let place = place(of: key)
        guard place < cells.count, cells[place].key == key else { return nil }
        return cells.remove(at: place)
    }

    /// The cell of a field and kind.
    package subscript(field: UInt32, kind: UInt16) -> PackedCell? {
        let key = PackedCell.Key(field: field, kind: kind)
        let place = place(of: key)
        return place < cells.count && cells[place].key == key ? cells[place] : nil
    }

    private func place(of key: PackedCell.Key) -> Int {
        var (low, high) = (0, cells.count)
        while low < high {
            let middle = (low + high) / 2
            if cells[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// One sealed value of a packed row, with what its sealing context needs.
package struct PackedCell: Hashable, Sendable {
    /// The field's number.
    package let field: UInt32
    /// The kind of sealed value: 1 for a value, 6 for its masked form.
    package let kind: UInt16
    /// The number of the retention code under whose scope key it is sealed.
    package let scope: UInt16
    /// The revision at which this field was last written.
    package let revision: UInt64
    /// The sealed value; a slice of the row it was read from.
    package let sealed: ArraySlice<UInt8>

    /// Takes a sealed value and its numbers.
    package init(field: UInt32, kind: UInt16, scope: UInt16, revision: UInt64, sealed: ArraySlice<UInt8>) {
        self.field = field
        self.kind = kind
        self.scope = scope
        self.revision = revision
        self.sealed = sealed
    }

    /// Takes a sealed value and its numbers.
    package init(field: UInt32, kind: UInt16, scope: UInt16, revision: UInt64, sealed: [UInt8]) {
        self.init(field: field, kind: kind, scope: scope, revision: revision, sealed: sealed[...])
    }

    var key: Key { Key(field: field, kind: kind) }

    /// What a cell is ordered and found by.
    struct Key: Hashable, Comparable {
        let field: UInt32
        let kind: UInt16

        static func < (one: Key, other: Key) -> Bool { (one.field, one.kind) < (other.field, other.kind) }
    }
}

/// Why bytes are not a packed row.
package enum PackedRowError: Error, Hashable, Sendable {
    /// The bytes end within a cell.
    case truncated
    /// A cell does not stand behind the one before it, or repeats it.
    case order
    /// A sealed value has no bytes, or more than any can have.
    case length
    /// The row has more bytes than any can have.
    case tooLarge
}
