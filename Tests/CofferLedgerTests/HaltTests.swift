import CofferLedger
import CofferModel
import CofferTesting
import Foundation
import Testing

@Suite struct HaltTests {
    @Test func `a commit past its deadline halts the ledger for good`() async throws {
        let log = try TestLog()
        let ledger = try log.create(timing: LedgerTiming(deadline: 1000, anchorInterval: 3_600_000))
        _ = try await ledger.append([.sample(1)]).time
        log.clock.hold(true)
        async let first = refusal(ledger, 2)
        async let second = refusal(ledger, 3)
        #expect(await [first, second] == [.unavailable(.deadline), .unavailable(.deadline)])
        log.clock.hold(false)
        #expect(await refusal(ledger, 4) == .unavailable(.deadline))
        #expect(ledger.halted == .deadline)
        #expect(ledger.head.size == 1)
        await ledger.close()
    }

    @Test func `as many rows wait as may, and more are refused`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        log.clock.hold(true)
        let many = [LedgerEntry](repeating: .sample(1), count: Limits.ledgerCommitRows)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { _ = try await ledger.append(many).time } }
            var refused = false
            for _ in 0..<3000 where !refused {
                try await Task.sleep(for: .milliseconds(10))
                group.addTask { _ = try? await ledger.append([.sample(2)]).time }
                refused = await probe(ledger)
            }
            #expect(refused)
            log.clock.hold(false)
            do { try await group.waitForAll() } catch LedgerError.busy {}
        }
        await ledger.close()
    }

    private func probe(_ ledger: Ledger) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await refusal(ledger, 3) == .busy }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(50))
                return false
            }
            return await group.next() ?? false
        }
    }

    @Test func `too many entries, or one that no row may hold, are refused and the ledger goes on`()
        async throws
    {
        let log = try TestLog()
        let ledger = try log.create()
        let many = [LedgerEntry](repeating: .sample(1), count: Limits.ledgerCommitRows + 1)
        await #expect(throws: LedgerError.tooLarge) { _ = try await ledger.append(many).time }
        var bad = LedgerEntry.sample(1)
        bad.caseID = "\u{1}"
        await #expect(throws: LedgerError.badEntry) { _ = try await ledger.append([bad]).time }
        var wide = LedgerEntry.sample(1)
        wide.keys = [KeyID](repeating: KeyID(bits: 1), count: Limits.ledgerRowBytes / 39)
        await #expect(throws: LedgerError.badEntry) { _ = try await ledger.append([wide]).time }
        var early = LedgerEntry.sample(1)
        early.closes = 1
        await #expect(throws: LedgerError.badEntry) { _ = try await ledger.append([early]).time }
        #expect(try await ledger.append([.sample(1)]).sequences == 1..<2)
        await ledger.close()
    }

    @Test func `a ledger that nobody closed lets its log go`() async throws {
        let log = try TestLog()
        do {
            let ledger = try log.create()
            _ = try await ledger.append([.sample(1)]).time
        }
        for _ in 0..<500 {
            if let (ledger, report) = try? log.open() {
                #expect(report.size == 1)
                return await ledger.close()
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the log is still held")
    }
}

/// What an append is refused with; nil when it is recorded.
func refusal(_ ledger: Ledger, _ number: UInt64) async -> LedgerError? {
    do throws(LedgerError) {
        _ = try await ledger.append([.sample(number)]).time
        return nil
    } catch {
        return error
    }
}

/// A disk of its own that fills: only where this user may mount one.
@Suite(.enabled(if: SmallDisk.available, "cannot mount a small disk here"))
struct FullDiskTests {
    @Test func `P-37 when the disk is full nothing is recorded, and the log opens once there is room`()
        async throws
    {
        let log = try TestLog()
        let disk = try SmallDisk(at: log.vault, kilobytes: 64)
        defer { disk.remove() }
        let ledger = try log.create()
        var recorded: UInt64 = 0
        var refused: LedgerError?
        while refused == nil, recorded < 10_000 {
            refused = await refusal(ledger, recorded + 1)
            if refused == nil { recorded += 1 }
        }
        #expect(refused == .unavailable(.write(.full)))
        #expect(await refusal(ledger, 1) == .unavailable(.write(.full)))
        #expect(ledger.head.size == recorded)
        try disk.resize(kilobytes: 1024)
        let (again, report) = try log.open()
        #expect(report.size == recorded)
        #expect(await refusal(again, 1) == nil)
        await again.close()
        #expect(LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor).isWhole)
    }

    @Test func `P-37 a read-only disk opens no log for writing`() async throws {
        let log = try TestLog()
        let disk = try SmallDisk(at: log.vault, kilobytes: 64)
        defer { disk.remove() }
        let ledger = try log.create()
        await ledger.close()
        try disk.remount("ro")
        #expect(throws: LedgerError.file(.readOnly)) { try log.open() }
        #expect(LedgerVerifier.verify(log.files, key: try log.key, anchor: log.anchor).isWhole)
    }
}

/// A file system in memory of a given size.
struct SmallDisk {
    private let path: String

    static let available: Bool = {
        let path = NSTemporaryDirectory() + "coffer-disk-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let disk = try? SmallDisk(at: path, kilobytes: 64) else { return false }
        disk.remove()
        return true
    }()

    init(at path: String, kilobytes: Int) throws {
        self.path = path
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
    }

    func resize(kilobytes: Int) throws { try remount("size=\(kilobytes)k") }
    func remount(_ option: String) throws { try Self.run("mount", "-o", "remount,\(option)", path) }
    func remove() { try? Self.run("umount", "-l", path) }

    private static func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.start()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    }
}
