import CofferLedger
import CofferModel
import Testing

/// The newest rows are read without the older ones.
@Suite struct TailTests {
    private func filled(_ rows: UInt64) async throws -> TestLog {
        let log = try TestLog()
        let ledger = try log.create()
        for number in 1...rows {
            log.clock.turn(by: 1000)
            _ = try await ledger.append([.sample(number)]).time
        }
        await ledger.close()
        return log
    }

    private func sequences(_ tail: LedgerTail) throws -> [UInt64] {
        var found: [UInt64] = []
        while let row = try tail.next() { found.append(row.sequence) }
        return found
    }

    @Test(arguments: [0, 1, 7, 40] as [UInt64])
    func `rows are read from the last committed one to the first`(through: UInt64) async throws {
        let log = try await filled(40)
        let tail = try LedgerTail(log.files, through: through)
        #expect(try sequences(tail) == (0..<through).map { through - $0 })
    }

    @Test func `a row that is just being written is not seen`() async throws {
        let log = try await filled(5)
        let whole = try Files.read(log.files.path + "/rows.jsonl")
        try Files.write(whole + Array(#"{"half"#.utf8), to: log.files.path + "/rows.jsonl")
        #expect(try sequences(try LedgerTail(log.files, through: 5)) == [5, 4, 3, 2, 1])
    }

    @Test(arguments: 0...41)
    func `a jump lands behind the last row that fits, wherever it is`(last: Int) async throws {
        let log = try await filled(40)
        let tail = try LedgerTail(log.files, through: 40)
        try tail.jump { $0.sequence <= UInt64(last) }
        #expect(try tail.next()?.sequence == (last == 0 ? nil : UInt64(min(last, 40))))
    }

    @Test func `a missing row, a changed one and a cut end are damage`() async throws {
        let log = try await filled(6)
        let path = log.files.path + "/rows.jsonl"
        let lines = try Files.read(path).split(separator: 10).map { Array($0) + [10] }
        let broken: [[[UInt8]]] = [
            Array(lines[0..<2] + lines[3...]), Array(lines.dropFirst()), Array(lines.dropLast()),
            lines.enumerated().map { $0.offset == 3 ? Array("{}\n".utf8) : $0.element },
            lines.enumerated().map { $0.offset == 3 ? lines[4] : $0.element },
        ]
        for lines in broken {
            try Files.write(lines.flatMap { $0 }, to: path)
            #expect(throws: LedgerError.self) { try sequences(try LedgerTail(log.files, through: 6)) }
        }
        try Files.write(lines.flatMap { $0 }, to: path)
        #expect(try sequences(try LedgerTail(log.files, through: 6)).count == 6)
    }

    @Test func `rows longer than a block's rest are read whole`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        var long = LedgerEntry.sample(1)
        long.keys = (1...4000).map { KeyID(bits: UInt128($0)) }
        for number in 1...8 {
            _ = try await ledger.append([number.isMultiple(of: 3) ? .sample(1) : long]).time
        }
        await ledger.close()
        #expect(try sequences(try LedgerTail(log.files, through: 8)) == [8, 7, 6, 5, 4, 3, 2, 1])
    }
}
