import CofferLedger
import CofferModel
import Foundation
import Testing

@Suite struct AnchorTests {
    private func copy(_ log: TestLog, to place: String) throws -> String {
        let path = log.root + "/" + place
        try FileManager.default.copyItem(atPath: log.vault, toPath: path)
        return path
    }

    private func restore(_ log: TestLog, from place: String) throws {
        try FileManager.default.removeItem(atPath: log.vault)
        try FileManager.default.copyItem(atPath: place, toPath: log.vault)
    }

    @Test func `the default anchor is under the user's state directory`() {
        let name = LogName(vault: VaultID(bits: 1), log: 7)
        let end = "/coffer/anchors/00000000-0000-0000-0000-000000000001/00007"
        let state = Anchor.standard(for: name, environment: ["HOME": "/home/a", "XDG_STATE_HOME": "/var/s"])
        #expect(state?.path == "/var/s" + end)
        let home = Anchor.standard(for: name, environment: ["HOME": "/home/a", "XDG_STATE_HOME": "relative"])
        #expect(home?.path == "/home/a/.local/state" + end)
        #expect(Anchor.standard(for: name, environment: [:]) == nil)
    }

    @Test func `flushing returns when the anchor has what was committed`() async throws {
        let log = try TestLog()
        let ledger = try log.create(timing: LedgerTiming(deadline: 30_000, anchorInterval: 3_600_000))
        for number in UInt64(1)...5 {
            _ = try await ledger.append([.sample(number)]).time
            try await ledger.flushAnchor()
            #expect(try log.anchor.checkpoint(by: ledger.key) == ledger.head)
            #expect(ledger.anchorLag == AnchorLag.none(at: number))
        }
        await ledger.close()
    }

    @Test func `the anchor follows by itself`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        for _ in 0..<500 where ledger.anchorLag.size != 1 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try log.anchor.checkpoint(by: ledger.key)?.size == 1)
        #expect(ledger.anchorLag.since == nil)
        await ledger.close()
    }

    @Test func `a store rolled back to yesterday's copy is refused`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        await ledger.close()
        let old = try copy(log, to: "old")
        let (again, _) = try log.open()
        _ = try await again.append([.sample(2)]).time
        await again.close()
        try restore(log, from: old)
        #expect(throws: LedgerError.anchorMismatch) { try log.open() }
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [.behindAnchor(2)])
    }

    @Test func `a fork that grew past the anchor is refused`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        await ledger.close()
        let old = try copy(log, to: "old")
        let (again, _) = try log.open()
        _ = try await again.append([.sample(2)]).time
        await again.close()
        try restore(log, from: old)
        let (fork, report) = try log.open(anchor: Anchor(path: log.root + "/none"))
        #expect(report.anchoredSize == nil)
        for number in UInt64(3)...5 { _ = try await fork.append([.sample(number)]).time }
        await fork.close()
        #expect(throws: LedgerError.anchorMismatch) { try log.open() }
        let verified = LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor)
        #expect(verified.findings == [.unlikeAnchor(2)])
    }

    @Test func `an anchor that another history moved on halts the ledger and is left as it is`() async throws
    {
        let log = try TestLog()
        let ledger = try log.create()
        await ledger.close()
        let fork = try copy(log, to: "fork")
        let (mine, _) = try log.open()
        let (theirs, _) = try log.open(in: fork, anchor: Anchor(path: log.root + "/theirs"))
        for number in UInt64(1)...2 { _ = try await theirs.append([.sample(number)]).time }
        await theirs.close()
        let note = try Files.read(log.root + "/theirs")
        for number in UInt64(7)...9 { _ = try await mine.append([.sample(number)]).time }
        // Settled first: an update on its way could otherwise come after the other history's note.
        try await mine.flushAnchor()
        try Files.write(note, to: log.anchor.path)
        await #expect(throws: LedgerError.unavailable(.anchorMismatch)) { try await mine.flushAnchor() }
        #expect(mine.halted == .anchorMismatch)
        #expect(try Files.read(log.anchor.path) == note)
    }

    @Test func `an anchor that nobody signed is refused`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        await ledger.close()
        try Files.write([1, 2, 3], to: log.anchor.path)
        #expect(throws: LedgerError.anchorMismatch) { try log.open() }
        #expect(try Files.read(log.anchor.path) == [1, 2, 3])
    }

    @Test func `without an anchor the log opens, says so, and writes none before its first commit`()
        async throws
    {
        let log = try TestLog()
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        await ledger.close()
        try FileManager.default.removeItem(atPath: log.anchor.path)
        let (again, report) = try log.open()
        #expect(report.anchoredSize == nil)
        await again.close()
        #expect(try log.anchor.checkpoint(by: ledger.key) == nil)
        let (third, _) = try log.open()
        _ = try await third.append([.sample(2)]).time
        await third.close()
        #expect(try log.anchor.checkpoint(by: ledger.key)?.size == 2)
    }

    @Test func `an anchor that cannot be written lags and says since when, and rows are still recorded`()
        async throws
    {
        let log = try TestLog()
        try Files.write([], to: log.root + "/state")
        #expect(throws: LedgerError.self) { try log.create() }
        try FileManager.default.removeItem(atPath: log.root + "/state")
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        try await ledger.flushAnchor()
        try FileManager.default.removeItem(atPath: log.root + "/state")
        try Files.write([], to: log.root + "/state")
        _ = try await ledger.append([.sample(2)]).time
        await #expect(throws: LedgerError.self) { try await ledger.flushAnchor() }
        #expect(ledger.anchorLag.size == 1)
        #expect(ledger.anchorLag.since == ledger.now())
        #expect(ledger.anchorLag.fault != nil)
        #expect(ledger.halted == nil)
        await ledger.close()
    }

    @Test func `a log is not made where its anchor knows another`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        await ledger.close()
        try FileManager.default.removeItem(atPath: log.files.path)
        #expect(throws: LedgerError.anchorMismatch) { try log.create() }
    }
}

extension AnchorLag {
    static func none(at size: UInt64) -> AnchorLag { AnchorLag(size: size, since: nil, fault: nil) }
}
