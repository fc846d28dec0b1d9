import CofferModel
import CofferStore
import Testing

@Suite struct PackedRowTests {
    private func cell(_ field: UInt32, _ kind: UInt16, _ sealed: [UInt8] = [7]) -> PackedCell {
        PackedCell(field: field, kind: kind, scope: 3, revision: 4, sealed: sealed)
    }

    private func row(_ cells: PackedCell...) -> PackedRow {
        var row = PackedRow()
        for cell in cells { row.put(cell) }
        return row
    }

    @Test func `a row is its cells, ascending by field and kind, each with a header of 20 bytes`() throws {
        let row = row(cell(2, 1, [0xAA, 0xBB]), cell(1, 6), cell(1, 1))
        let expected =
            "00000001000100030000000000000004000000010700000001000600030000000000000004"
            + "0000000107000000020001000300000000000000" + "0400000002aabb"
        #expect(Hex.encode(try row.bytes()) == expected)
        #expect(try PackedRow(reading: row.bytes()) == row)
        #expect(try PackedRow().bytes().isEmpty)
        #expect(try PackedRow(reading: []) == PackedRow())
    }

    @Test func `one field is read without those behind it`() throws {
        let bytes = try row(cell(1, 1, [1]), cell(1, 6, [2]), cell(9, 1, [3])).bytes()
        for (field, kind, sealed) in [(1, 1, 1), (1, 6, 2), (9, 1, 3)] as [(UInt32, UInt16, UInt8)] {
            #expect(try PackedRow.cell(field: field, kind: kind, in: bytes) == cell(field, kind, [sealed]))
        }
        #expect(try PackedRow.cell(field: 2, kind: 1, in: bytes) == nil)
        #expect(try PackedRow.cell(field: 1, kind: 6, in: Array(bytes.prefix(43))) == cell(1, 6, [2]))
    }

    @Test func `a cell put twice stands once, and a removed one is gone`() {
        var row = row(cell(1, 1), cell(1, 1, [8]), cell(1, 6))
        #expect(row.cells == [cell(1, 1, [8]), cell(1, 6)])
        #expect(row[1, 6] == cell(1, 6) && row[1, 2] == nil)
        #expect(row.remove(field: 1, kind: 1) == cell(1, 1, [8]))
        #expect(row.remove(field: 1, kind: 1) == nil)
        #expect(row.cells == [cell(1, 6)])
    }

    @Test func `bytes cut anywhere are refused`() throws {
        let bytes = try row(cell(1, 1, [1, 2, 3]), cell(2, 1)).bytes()
        for count in 1..<bytes.count where count != 23 {
            #expect(throws: PackedRowError.truncated) { try PackedRow(reading: Array(bytes.prefix(count))) }
        }
        #expect(throws: PackedRowError.truncated) { try PackedRow(reading: bytes + [0]) }
    }

    @Test func `cells out of order or twice are refused, so one content has one form`() throws {
        let (one, two) = (try row(cell(1, 1)).bytes(), try row(cell(2, 1)).bytes())
        #expect(throws: PackedRowError.order) { try PackedRow(reading: two + one) }
        #expect(throws: PackedRowError.order) { try PackedRow(reading: one + one) }
        #expect(throws: PackedRowError.order) { try PackedRow.cell(field: 9, kind: 1, in: two + one) }
    }

    @Test func `lengths no sealed value has are refused, in and out`() throws {
        let header = try row(cell(1, 1)).bytes().prefix(16)
        for length in [0, UInt32(PackedRow.sealedBytes) + 1, .max] {
            let bytes = header + BigEndian.bytes(length) + [7]
            #expect(throws: PackedRowError.length) { try PackedRow(reading: Array(bytes)) }
        }
        #expect(throws: PackedRowError.length) { try row(cell(1, 1, [])).bytes() }
        let most = [UInt8](repeating: 1, count: PackedRow.sealedBytes)
        #expect(try PackedRow(reading: row(cell(1, 1, most)).bytes()).cells.first?.sealed.count == most.count)
        var large = PackedRow()
        for field in 1...UInt32(70) { large.put(cell(field, 1, most)) }
        #expect(throws: PackedRowError.tooLarge) { try large.bytes() }
        let zeros = [UInt8](repeating: 0, count: PackedRow.totalBytes + 1)
        #expect(throws: PackedRowError.tooLarge) { try PackedRow(reading: zeros) }
    }
}
