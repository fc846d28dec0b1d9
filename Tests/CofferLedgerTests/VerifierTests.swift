import CofferLedger
import CofferModel
import Testing

@Suite struct VerifierTests {
    /// Three commits of 1, 4 and 1 rows: 1, 2...5, 6.
    private func written() async throws -> TestLog {
        let log = try TestLog()
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        _ = try await ledger.append([LedgerEntry](repeating: .sample(2), count: 4)).time
        _ = try await ledger.append([.full]).time
        await ledger.close()
        return log
    }

    private func rows(of log: TestLog) throws -> [[UInt8]] {
        try Files.read(log.files.path + "/rows.jsonl").split(separator: 10).map { Array($0) }
    }

    private func write(_ rows: [[UInt8]], to log: TestLog) throws {
        try Files.write(rows.flatMap { $0 + [10] }, to: log.files.path + "/rows.jsonl")
    }

    @Test func `a log verifies with its public key alone, and no longer under another`() async throws {
        let log = try await written()
        let good = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(good.isWhole)
        #expect(good.size == 6)
        #expect(good.checkpoints == 4)
        #expect(good.anchoredSize == 6)
        let other = LogKey(name: log.name, key: try TestLog(seed: 8).key.key)
        let bad = LedgerVerifier.verify(log.files, key: other, anchor: log.anchor)
        #expect(bad.findings == [.foreignAnchor, .checkpoint(1), .noCheckpoint])
    }

    @Test func `the public key file says the key in the form of signed notes`() async throws {
        let log = try await written()
        let text = String(decoding: try Files.read(log.files.path + "/key.pub"), as: UTF8.self)
        #expect(LogKey(String(text.dropLast())) == (try log.key))
        #expect(try log.files.publishedKey() == log.key)
        #expect(LogKey(text) == nil)
    }

    @Test(arguments: UInt64(1)...6)
    func `P-33 a changed row is named`(number: UInt64) async throws {
        let log = try await written()
        var rows = try rows(of: log)
        let text = String(decoding: rows[Int(number) - 1], as: UTF8.self)
        rows[Int(number) - 1] = Array(text.replacing("\"uid\":1000", with: "\"uid\":1001").utf8)
        try write(rows, to: log)
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [.row(number, .changed)])
        #expect(throws: LedgerError.self) { try log.open() }
    }

    @Test(arguments: UInt64(1)...6)
    func `P-33 a removed row is named`(number: UInt64) async throws {
        let log = try await written()
        var rows = try rows(of: log)
        rows.remove(at: Int(number) - 1)
        try write(rows, to: log)
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [number == 6 ? .missing(6...6) : .row(number, .removed)])
        #expect(throws: LedgerError.self) { try log.open() }
    }

    @Test(arguments: UInt64(1)...5)
    func `P-33 reordered rows are named`(number: UInt64) async throws {
        let log = try await written()
        var rows = try rows(of: log)
        rows.swapAt(Int(number) - 1, Int(number))
        try write(rows, to: log)
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [.row(number, .reordered)])
        #expect(throws: LedgerError.self) { try log.open() }
    }

    @Test(arguments: UInt64(1)...6)
    func `P-33 an inserted row is named`(number: UInt64) async throws {
        let log = try await written()
        var rows = try rows(of: log)
        let copy = String(decoding: rows[Int(number) - 1], as: UTF8.self)
        rows.insert(Array(copy.replacing("\"pid\":42", with: "\"pid\":43").utf8), at: Int(number) - 1)
        try write(rows, to: log)
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [.row(number, .inserted)])
        #expect(throws: LedgerError.self) { try log.open() }
    }

    @Test func `without a leaf file the commit of a changed row is named`() async throws {
        let log = try await written()
        var rows = try rows(of: log)
        rows[2] = Array(String(decoding: rows[2], as: UTF8.self).replacing("1000", with: "1001").utf8)
        try write(rows, to: log)
        try Files.write([], to: log.files.path + "/leaves")
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: nil)
        #expect(verified.findings == [.rows(2...5)])
    }

    @Test func `a wrong leaf file is named and repaired on opening, the rows being right`() async throws {
        let log = try await written()
        let whole = try Files.read(log.files.path + "/leaves")
        for damage in [whole.count, 40, 0] {
            var leaves = Array(whole.prefix(damage))
            if damage > 0 { leaves[damage - 1] ^= 1 }
            try Files.write(leaves, to: log.files.path + "/leaves")
            let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
            #expect(verified.findings == (damage == whole.count ? [.leaves(6)] : []))
            let (ledger, _) = try log.open()
            await ledger.close()
            #expect(try Files.read(log.files.path + "/leaves") == whole)
        }
    }

    @Test func `a cut tail is seen by the anchor`() async throws {
        let log = try await written()
        let rows = try rows(of: log)
        let notes = try Files.read(log.files.path + "/checkpoints")
        let lines = notes.split(separator: 10, omittingEmptySubsequences: false).map { $0 + [10] }
        try write(Array(rows.prefix(5)), to: log)
        try Files.write(lines.prefix(18).joined(), to: log.files.path + "/checkpoints")
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [.behindAnchor(6)])
        #expect(throws: LedgerError.anchorMismatch) { try log.open() }
        #expect(LedgerVerifier.verify(log.files, key: try log.key, anchor: nil).isWhole)
    }

    @Test func `a checkpoint that was changed is named`() async throws {
        let log = try await written()
        let notes = try Files.read(log.files.path + "/checkpoints")
        let length = notes.count / 4
        for (place, number) in [(10, 1), (length + 60, 2), (notes.count - 3, 4)] {
            var other = notes
            other[place] ^= 1
            try Files.write(other, to: log.files.path + "/checkpoints")
            let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: nil)
            #expect(verified.findings.contains(.checkpoint(number)))
        }
    }

    @Test func `checkpoints in another order, or twice, are named`() async throws {
        let log = try await written()
        let notes = try Files.read(log.files.path + "/checkpoints")
        let length = notes.count / 4
        let parts = (0..<4).map { Array(notes[$0 * length..<($0 + 1) * length]) }
        #expect(parts.joined().elementsEqual(notes))
        for (order, finding) in [([0, 2, 1, 3], 3), ([0, 1, 2, 3, 0], 5), ([3, 0, 1, 2], 2)] {
            try Files.write(order.flatMap { parts[$0] }, to: log.files.path + "/checkpoints")
            let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: nil)
            #expect(verified.findings == [.checkpoint(finding)])
            #expect(verified.newest?.size == 6)
        }
    }

    @Test func `a log is replayed without its signing key, and nothing is changed`() async throws {
        let log = try await written()
        let whole = try Files.read(log.files.path + "/rows.jsonl")
        try Files.write(whole + [1, 2, 3], to: log.files.path + "/rows.jsonl")
        var rows = 0
        let report = try Ledger.replay(log.files, key: try log.key, anchor: log.anchor) { _ in rows += 1 }
        #expect(report.size == 6)
        #expect(report.cutRows == 1)
        #expect(rows == 6)
        #expect(try Files.read(log.files.path + "/rows.jsonl") == whole + [1, 2, 3])
    }

    @Test func `a directory without a log is unreadable, not whole`() throws {
        let log = try TestLog()
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: nil)
        #expect(verified.findings == [.unreadable(.missing)])
        #expect(throws: LedgerError.file(.missing)) { try log.open() }
    }
}
