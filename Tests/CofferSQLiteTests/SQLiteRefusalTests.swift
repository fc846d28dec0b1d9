import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Foundation
import Testing

private let vault = VaultID(bits: 1)

@Suite struct SQLiteRefusalTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("data.db")
    }

    private func refusal(to open: () throws(StoreError) -> some Sendable) -> StoreError? {
        do throws(StoreError) {
            _ = try open()
            return nil
        } catch { return error }
    }

    private func change(_ statements: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, statements]
        try process.start()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private func made() async throws {
        let store = try SQLiteData.create(path, vault: vault)
        try await store.commit([
            .insertRecord(StoreRows.row(1, of: 1), [StoreRows.index(1, of: 1, token: 1)])
        ])
        try await store.close()
    }

    @Test func `a missing database is not made, and an existing one not made anew`() async throws {
        #expect(
            refusal { () throws(StoreError) in try SQLiteData.open(path, vault: vault) }
                == .unavailable(.missing))
        try await made()
        #expect(
            refusal { () throws(StoreError) in try SQLiteData.create(path, vault: vault) }
                == .unavailable(.exists))
        #expect(refusal { () throws(StoreError) in try SQLiteData.open(path, vault: vault) } == nil)
    }

    @Test func `another vault's database, and one of another kind, are foreign`() async throws {
        try await made()
        let other = VaultID(bits: 2)
        #expect(refusal { () throws(StoreError) in try SQLiteData.open(path, vault: other) } == .foreign)
        #expect(refusal { () throws(StoreError) in try SQLiteScopes.open(path, vault: vault) } == .foreign)
    }

    @Test func `a newer Coffer's database is refused`() async throws {
        try await made()
        try change("INSERT INTO grdb_migrations VALUES ('999')")
        #expect(refusal { () throws(StoreError) in try SQLiteData.open(path, vault: vault) } == .newer)
    }

    @Test func `what is no database is corrupt`() throws {
        for bytes in [Data(), Data(repeating: 1, count: 4096)] {
            let isMade = FileManager.default.createFile(
                atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
            try #require(isMade)
            #expect(refusal { () throws(StoreError) in try SQLiteData.open(path, vault: vault) } == .corrupt)
        }
    }

    @Test func `a link, or a file that others may read, is refused`() async throws {
        try await made()
        let link = directory.file("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let access = StoreError.unavailable(.access)
        #expect(refusal { () throws(StoreError) in try SQLiteData.open(link, vault: vault) } == access)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(refusal { () throws(StoreError) in try SQLiteData.open(path, vault: vault) } == access)
    }

    @Test func `a column of the wrong size is corrupt, and a token without record is counted`() async throws {
        try await made()
        try change("UPDATE record SET class = 70000")
        let store = try SQLiteData.open(path, vault: vault)
        await #expect(throws: StoreError.corrupt) { try await store.page(after: nil, limit: 1) }
        #expect(try await store.counts().strayTokens == 0)
        try await store.close()
        try change("DELETE FROM record")
        #expect(try await SQLiteData.open(path, vault: vault).counts().strayTokens == 1)
    }

    @Test func `a database that another process writes is busy, and nothing is written`() async throws {
        let store = try SQLiteData.create(path, vault: vault)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.start()
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN IMMEDIATE; SELECT 'held';\n".utf8))
        _ = try output.fileHandleForReading.read(upToCount: 5)
        await #expect(throws: StoreError.unavailable(.busy)) {
            try await store.commit([.insertFacts(StoreRows.facts(1))])
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(try await store.counts() == DataCounts())
        try await store.commit([.insertFacts(StoreRows.facts(1))])
    }
}
