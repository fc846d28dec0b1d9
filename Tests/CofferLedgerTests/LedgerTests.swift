import CofferLedger
import CofferModel
import Foundation
import Testing

@Suite struct LedgerTests {
    @Test func `rows appended are replayed in order when the log is opened again`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        let first = try await ledger.append([.sample(1)])
        #expect(first.sequences == 1..<2)
        let second = try await ledger.append([.sample(2), .sample(2)])
        #expect(second.sequences == 2..<4)
        #expect(second.request == RequestID(bits: 2))
        ledger.done(through: 2)
        await ledger.close()

        var rows: [LedgerRow] = []
        let (again, report) = try log.open { rows.append($0) }
        #expect(rows.map(\.sequence) == [1, 2, 3])
        #expect(rows.map(\.entry) == [.sample(1), .sample(2), .sample(2)])
        #expect(report.size == 3)
        #expect(report.doneThrough == 2)
        #expect(report.cutRows == 0)
        #expect(report.anchoredSize == 3)
        #expect(try await again.append([.sample(4)]).sequences == 4..<5)
        await again.close()
    }

    @Test func `after closing nothing is recorded`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        await ledger.close()
        await #expect(throws: LedgerError.unavailable(.closed)) {
            _ = try await ledger.append([.sample(1)]).time
        }
    }

    @Test func `closing twice at once lets the log go before either returns`() async throws {
        let log = try TestLog()
        for _ in 0..<20 {
            let ledger =
                try FileManager.default.fileExists(atPath: log.files.path) ? log.open().ledger : log.create()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { await ledger.close() } }
            }
        }
    }

    @Test func `a log has one writer at a time`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        #expect(throws: LedgerError.file(.locked)) { try log.open() }
        await ledger.close()
        let (again, _) = try log.open()
        await again.close()
    }

    @Test func `P-36 when the clock is set back, numbers rise and times stay`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        let before = try await ledger.append([.sample(1)])
        log.clock.turn(by: -3_600_000)
        let after = try await ledger.append([.sample(2)])
        #expect(after.sequences.lowerBound > before.sequences.lowerBound)
        #expect(after.time == before.time)
        #expect(ledger.now() == before.time)
        await ledger.close()
        let (again, _) = try log.open()
        #expect(try await again.append([.sample(3)]).time == before.time)
        await again.close()
    }

    @Test func `many callers at once share commits and each gets its own rows`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        let numbers = try await withThrowingTaskGroup(of: (UInt64, UInt64).self) { group in
            for number in UInt64(1)...200 {
                group.addTask { (number, try await ledger.append([.sample(number)]).sequences.lowerBound) }
            }
            var numbers: [UInt64: UInt64] = [:]
            for try await (number, sequence) in group { numbers[sequence] = number }
            return numbers
        }
        await ledger.close()
        var rows: [UInt64: UInt64] = [:]
        let (again, _) = try log.open { rows[$0.sequence] = UInt64($0.entry.request.bits) }
        #expect(rows == numbers)
        #expect(rows.count == 200)
        await again.close()
    }
}
