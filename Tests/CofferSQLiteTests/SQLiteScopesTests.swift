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

    /// 80 bytes that no other scope has a run of.
    private func scope(_ number: UInt64, epoch: UInt16 = 1) -> WrappedScope {
        let mixed = (0..<10).map { (number * 16 + $0 + UInt64(epoch) << 32) &* 0x9E37_79B9_7F4A_7C15 }
        let address = ScopeAddress(
            kind: UInt16(number % 5), day: 0, owner: UInt128(number &* 0xBF58_476D_1CE4_E5B9), record: 0)
        return WrappedScope(address: address, epoch: epoch, sealed: mixed.flatMap { BigEndian.bytes($0) })
    }

    private func remnants(of scopes: [WrappedScope]) throws -> Int {
        let contents = try directory.contents().values
        return scopes.count { scope in
            stride(from: 0, to: 80, by: 16).contains { start in
                contents.contains { $0.range(of: Data(scope.sealed[start..<start + 16])) != nil }
            }
        }
    }

    @Test func `a destroyed key is in no file of the store when destroy returns`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        // Random owners, so that pages split and cells move, as they do over years.
        let scopes = (UInt64(1)...4000).map { scope($0) }
        for start in stride(from: 0, to: 4000, by: 100) {
            try await store.insert(Array(scopes[start..<start + 100]))
        }
        #expect(try remnants(of: Array(scopes.prefix(100))) == 100)
        let doomed = scopes.filter { $0.sealed[7] % 4 == 0 }
        for start in stride(from: 0, to: doomed.count, by: 50) {
            try await store.destroy(doomed[start..<min(start + 50, doomed.count)].map(\.address), marks: [])
        }
        #expect(try remnants(of: doomed) == 0)
        let kept = try await store.page(after: nil, limit: 5000).count
        #expect(kept == 4000 - doomed.count)
    }

    @Test func `the earlier wrapping of a key is in no file when rewrap returns`() async throws {
        let store = try SQLiteScopes.create(path, vault: vault)
        let scopes = (UInt64(1)...1000).map { scope($0) }
        try await store.insert(scopes)
        try await store.rewrap((UInt64(1)...1000).map { scope($0, epoch: 2) })
        #expect(try remnants(of: scopes) == 0)
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
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN; SELECT 1 FROM scope;\n".utf8))
        _ = try output.fileHandleForReading.read(upToCount: 1)
        await #expect(throws: StoreError.unavailable(.busy)) {
            try await store.destroy([scope(1).address], marks: [])
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        try await store.destroy([scope(1).address], marks: [])
        #expect(try remnants(of: [scope(1)]) == 0)
    }
}

@Suite struct DirectoryLockTests {
    @Test func `one holds a directory, and the second is told who`() throws {
        let directory = try TemporaryDirectory()
        let first = try DirectoryLock(directory: directory.path, activity: "coffer serve")
        do throws(DirectoryLock.Failure) {
            _ = try DirectoryLock(directory: directory.path, activity: "coffer verify")
            Issue.record("two hold the directory")
        } catch {
            guard case .held(let holder) = error else { throw error }
            #expect(holder?.pid == ProcessInfo.processInfo.processIdentifier)
            #expect(holder?.activity == "coffer serve")
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a lock goes with its holder, even one that was killed`() throws {
        let directory = try TemporaryDirectory()
        _ = try DirectoryLock(directory: directory.path, activity: "coffer init")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "flock", "--no-fork", directory.file("lock"), "sh", "-c", "echo held; exec sleep 60",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 5)
        #expect(throws: DirectoryLock.Failure.self) {
            try DirectoryLock(directory: directory.path, activity: "coffer serve")
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        _ = try DirectoryLock(directory: directory.path, activity: "coffer serve")
    }

    @Test func `a directory that does not exist cannot be locked`() {
        #expect(throws: DirectoryLock.Failure.unavailable(2)) {
            try DirectoryLock(directory: "/nowhere", activity: "coffer serve")
        }
    }
}
