import CofferLedger
import CofferModel
import Testing

@Suite struct RowTests {
    let time = Timestamp(milliseconds: 1_795_255_200_123)

    @Test func `a row with every member reads back what was written`() throws {
        for entry in [LedgerEntry.full, .sample(1)] {
            let row = LedgerRow(sequence: 17, time: time, entry: entry)
            #expect(try LedgerRow(reading: row.canonical()) == row)
        }
    }

    @Test func `a row is canonical JSON as any reader of RFC 8785 writes it`() throws {
        for entry in [LedgerEntry.full, .sample(1)] {
            let line = try LedgerRow(sequence: 17, time: time, entry: entry).canonical()
            #expect(try JSON(reading: line).canonical == line)
        }
    }

    @Test func `P-32 a row names user, action, time, origin and what was touched`() throws {
        let line = try LedgerRow(sequence: 17, time: time, entry: .full).canonical()
        let row = try JSON(reading: line)
        #expect(row["seq"]?.integer == 17)
        #expect(row["time"]?.string == "2026-11-21T10:00:00.123Z")
        #expect(row["origin"]?["uid"]?.integer == 1000)
        #expect(row["cells"]?.array?[0]["granted"]?["masked"] == ["payment.pan"])
        #expect(row["v"]?.integer == 1)
    }

    @Test func `a line that differs in any one byte is refused or is another row`() throws {
        let row = LedgerRow(sequence: 17, time: time, entry: .full)
        let line = try row.canonical()
        for place in line.indices {
            for bit in [UInt8(1), 0x20, 0x80] {
                var other = line
                other[place] ^= bit
                #expect((try? LedgerRow(reading: other)) != row)
            }
            #expect(throws: RowInvalid.self) { try LedgerRow(reading: Array(line[..<place])) }
        }
    }

    @Test(arguments: [
        ("{", "{ "), ("\"v\":1}", "\"v\":1} "), ("\"v\":1", "\"v\":2"), ("\"v\":1", "\"v\":1,\"x\":1"),
        ("\"seq\":17", "\"seq\":017"), ("\"seq\":17", "\"seq\":0"), ("\"seq\":17", "\"seq\":-17"),
        ("\"misses\":2", "\"misses\":0"), ("\"uid\":1000", "\"uid\":4294967296"),
        ("ABC-123", "ABC\\u002d123"),
        ("\"action\":\"read\"", "\"action\":\"look\""), ("customer_call", "Customer called"),
        ("\"keys\":[", "\"keys\":[],\"keys\":["), ("{\"denied\"", "{,\"denied\""),
        ("\"role\":\"billing_clerk\"", "\"role\":\"billing_clerk\",\"role\":\"billing_clerk\""),
        ("2026-11-21", "2026-13-21"), ("payment.pan", "payment.pan.x"),
    ])
    func `another spelling, an unknown member or a foreign value is refused`(old: String, new: String) throws
    {
        let line = try LedgerRow(sequence: 17, time: time, entry: .full).canonical()
        let text = String(decoding: line, as: UTF8.self)
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text)
        #expect(throws: RowInvalid.self) { try LedgerRow(reading: Array(changed.utf8)) }
    }

    @Test func `a reason that is text, a case with controls and a short idempotency token are refused`()
        throws
    {
        var entries = [LedgerEntry](repeating: .sample(1), count: 6)
        entries[0].reason = "The customer called"
        entries[1].caseID = "ABC\n123"
        entries[2].caseID = String(repeating: "A", count: Limits.caseBytes + 1)
        entries[3].idempotency = [1, 2, 3]
        entries[4].misses = -1
        entries[5].changes = [LedgerChange(record: nil, revision: 1 << 53, hash: nil)]
        for entry in entries {
            #expect(throws: EntryInvalid.self) {
                try LedgerRow(sequence: 1, time: time, entry: entry).canonical()
            }
        }
    }
}
