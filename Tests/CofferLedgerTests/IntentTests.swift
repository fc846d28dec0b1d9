import CofferLedger
import CofferModel
import Testing

@Suite struct IntentTests {
    private func intent(_ number: UInt64) -> LedgerEntry {
        var entry = LedgerEntry.sample(number)
        entry.action = .write
        entry.state = .intent
        entry.changes = [LedgerChange(record: Reference(bits: 3), revision: number, hash: .zero)]
        return entry
    }

    private func closing(_ sequence: UInt64, _ state: EntryState) -> LedgerEntry {
        var entry = LedgerEntry.sample(99)
        entry.state = state
        entry.closes = sequence
        return entry
    }

    @Test func `opening names the intents that nothing closed and the checkpoint does not cover`()
        async throws
    {
        let log = try TestLog()
        let ledger = try log.create()
        for number in UInt64(1)...5 { _ = try await ledger.append([intent(number)]).time }
        ledger.done(through: 2)
        _ = try await ledger.append([closing(3, .aborted), closing(5, .done)]).time
        await ledger.close()
        let (again, report) = try log.open()
        #expect(report.doneThrough == 2)
        #expect(report.openIntents.map(\.sequence) == [4])
        #expect(report.openIntents.map(\.entry) == [intent(4)])
        await again.close()
    }

    @Test func `closing writes what was done since the last commit, and it never falls back`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        for number in UInt64(1)...3 { _ = try await ledger.append([intent(number)]).time }
        ledger.done(through: 3)
        ledger.done(through: 1)
        await ledger.close()
        let notes = try Files.read(log.files.path + "/checkpoints")
        let (again, report) = try log.open()
        #expect(report.doneThrough == 3)
        #expect(report.openIntents.isEmpty)
        await again.close()
        // Without its last checkpoint the log has the same rows, but forgot what was done.
        try Files.write(notes.prefix(notes.count - 263), to: log.files.path + "/checkpoints")
        #expect(throws: LedgerError.anchorMismatch) { try log.open() }
    }

    @Test func `a caller that refuses a row during replay is told which`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        for number in UInt64(1)...3 { _ = try await ledger.append([intent(number)]).time }
        await ledger.close()
        #expect(throws: LedgerError.replayRefused(2)) {
            try log.open { row in if row.sequence == 2 { throw LedgerError.badEntry } }
        }
        let (again, _) = try log.open()
        await again.close()
    }
}
