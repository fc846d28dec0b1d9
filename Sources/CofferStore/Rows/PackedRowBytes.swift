import CofferModel

extension PackedRow {
    /// The bytes of the column.
    ///
    /// - Returns: the cells one behind the other; no bytes for a row without cells.
    /// - Throws: ``PackedRowError/length`` or ``PackedRowError/tooLarge``, for what could not be read back.
    package func bytes() throws(PackedRowError) -> [UInt8] {
        let total = cells.reduce(0) { $0 + PackedHeader.count + $1.sealed.count }
        guard total <= Self.totalBytes else { throw .tooLarge }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(total)
        for cell in cells {
            guard 1...Self.sealedBytes ~= cell.sealed.count else { throw .length }
            bytes += BigEndian.bytes(cell.field)
            bytes += BigEndian.bytes(cell.kind)
            bytes += BigEndian.bytes(cell.scope)
            bytes += BigEndian.bytes(cell.revision)
            bytes += BigEndian.bytes(UInt32(cell.sealed.count))
            bytes += cell.sealed
        }
        return bytes
    }

    /// Reads a whole row.
    ///
    /// - Throws: what is wrong with the bytes; nothing but what ``bytes()`` writes is read.
    package init(reading bytes: [UInt8]) throws(PackedRowError) {
        self.init()
        var reader = try PackedReader(bytes)
        while let cell = try reader.next() { put(cell) }
    }

    /// Reads one cell and none behind it, for a read of few fields.
    ///
    /// - Parameters:
    ///   - field: the field's number.
    ///   - kind: the kind of sealed value.
    ///   - bytes: the column.
    /// - Returns: the cell, or nil when the row has none such.
    /// - Throws: what is wrong with the bytes up to the cell.
    package static func cell(
        field: UInt32, kind: UInt16, in bytes: [UInt8]
    ) throws(PackedRowError) -> PackedCell? {
        let key = PackedCell.Key(field: field, kind: kind)
        var reader = try PackedReader(bytes)
        while let cell = try reader.next(), cell.key <= key {
            if cell.key == key { return cell }
        }
        return nil
    }
}

/// The 20 bytes before each sealed value.
private enum PackedHeader {
    static let count = 20
}

/// Reads cells one by one, each strictly behind the one before.
private struct PackedReader {
    private let bytes: [UInt8]
    private var at = 0
    private var last: PackedCell.Key?

    init(_ bytes: [UInt8]) throws(PackedRowError) {
        guard bytes.count <= PackedRow.totalBytes else { throw .tooLarge }
        self.bytes = bytes
    }

    mutating func next() throws(PackedRowError) -> PackedCell? {
        guard at < bytes.count else { return nil }
        guard bytes.count - at > PackedHeader.count else { throw .truncated }
        let field: UInt32 = take()
        let kind: UInt16 = take()
        let scope: UInt16 = take()
        let revision: UInt64 = take()
        let length = Int(take() as UInt32)
        guard 1...PackedRow.sealedBytes ~= length else { throw .length }
        guard bytes.count - at >= length else { throw .truncated }
        let sealed = bytes[at..<at + length]
        at += length
        let cell = PackedCell(field: field, kind: kind, scope: scope, revision: revision, sealed: sealed)
        if let last, last >= cell.key { throw .order }
        last = cell.key
        return cell
    }

    /// The next integer; the caller has checked that it is there.
    private mutating func take<Value: FixedWidthInteger>() -> Value {
        var value: Value = 0
        for _ in 0..<Value.bitWidth / 8 {
            value = value << 8 | Value(truncatingIfNeeded: bytes[at])
            at += 1
        }
        return value
    }
}
