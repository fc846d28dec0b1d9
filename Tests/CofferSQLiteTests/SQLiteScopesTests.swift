import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Foundation
import Testing

private let vault = VaultID(bits: 1)

@Suite struct SQLiteScopesTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("scopes.db")
    }

    @Test(arguments: ScopeStoreConformance.allCases)
    func `scopes in SQLite behave as every scope store`(rule: ScopeStoreConformance) async throws {
        try await rule.run(on: SQLiteScopes.create(path, vault: vault))
    }

    @Test func `commits are durable: synchronous reads back as FULL on the writing connection`() throws {
        #expect(try SQLiteScopes.create(path, vault: vault).synchronous() == 2)
        #expect(try SQLiteScopes.open(path, vault: vault).synchronous() == 2)
    }

    /// The ten words of a key; no other key has one of them.
    private func words(_ number: UInt64, epoch: UInt16) -> [UInt64] {
        (1...10).map { (number * 16 + $0 + UInt64(epoch) << 32) &* 0x9E37_79B9_7F4A_7C15 }
    }

    private func scope(_ number: UInt64, epoch: UInt16 = 1) -> WrappedScope {
        let address = ScopeAddress(
            kind: UInt16(number % 5), day: 0, owner: UInt128(Self.mixed(number)) << 64, record: 0)
        let sealed = words(number, epoch: epoch).flatMap { BigEndian.bytes($0) }
        return WrappedScope(address: address, epoch: epoch, sealed: sealed)
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): owners in no order.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = number &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// How many of the keys have at least one word in some file of the store.
    private func remnants(of numbers: ClosedRange<UInt64>, epoch: UInt16 = 1) throws -> Int {
        let found = try directory.occurrences(of: Set(numbers.flatMap { words($0, epoch: epoch) }))
        return numbers.count { number in words(number, epoch: epoch).contains { found[$0] != nil } }
    }

    /// Owners come in no order, so that the pages of a tree keyed by them split; with the keys in such a tree, this
    /// finds two of them twice.
    @Test func `a key stands in one place only, so that overwriting it destroys it`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        for start in stride(from: UInt64(1), to: 6000, by: 500) {
            try await store.insert((start..<start + 500).map { scope($0) })
        }
        try await store.destroy([], marks: [])
        let words = Set((1...6000).flatMap { self.words($0, epoch: 1) })
        let found = try directory.occurrences(of: words)
        #expect(found.count == words.count)
        #expect(found.count { $0.value > 1 } == 0)
    }

    @Test func `a destroyed key is in no file of the store when destroy returns`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        for start in stride(from: UInt64(1), to: 6000, by: 500) {
            try await store.insert((start..<start + 500).map { scope($0) })
        }
        for start in stride(from: UInt64(1), to: 5000, by: 1000) {
            let doomed = start...start + 999
            try await store.destroy(doomed.map { scope($0).address }, marks: [])
            #expect(try remnants(of: doomed) == 0)
        }
        #expect(try await store.page(after: nil, limit: 6000).count == 1000)
        #expect(try remnants(of: 5001...6000) == 1000)
    }

    @Test func `places of destroyed keys are used again`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        try await store.insert((1...3000).map { scope($0) })
        try await store.destroy((1...3000).map { scope($0).address }, marks: [])
        let length = try directory.contents()["scopes.db"]?.count
        try await store.insert((3001...6000).map { scope($0) })
        try await store.destroy([], marks: [])
        #expect(try directory.contents()["scopes.db"]?.count == length)
    }

    @Test func `the earlier wrapping of a key is in no file when rewrap returns`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        try await store.insert((1...1000).map { scope($0) })
        try await store.rewrap((1...1000).map { scope($0, epoch: 2) })
        #expect(try remnants(of: 1...1000) == 0)
        #expect(try remnants(of: 1...1000, epoch: 2) == 1000)
    }

    @Test func `a slot that is falsely listed as free is not written over`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        try await store.insert([scope(1)])
        try await store.close()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, "INSERT INTO free_slot SELECT id FROM key_slot"]
        try process.start()
        process.waitUntilExit()
        let again = try SQLiteScopes.open(path, vault: vault)
        await #expect(throws: StoreError.corrupt) { try await again.insert([scope(2)]) }
        let kept = try await again.scopes([scope(1).address])
        #expect(kept[scope(1).address] == scope(1))
    }

    @Test func `destroy fails while another process keeps the log from being emptied`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        try await store.insert([scope(1)])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.start()
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN; SELECT 1 FROM scope;\n".utf8))
        _ = try output.fileHandleForReading.read(upToCount: 1)
        await #expect(throws: StoreError.unavailable(.busy)) {
            try await store.destroy([scope(1).address], marks: [])
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        try await store.destroy([scope(1).address], marks: [])
        #expect(try remnants(of: 1...1) == 0)
    }
}
