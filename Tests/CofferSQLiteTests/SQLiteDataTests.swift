import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Foundation
import Testing

private let vault = VaultID(bits: 1)

@Suite struct SQLiteDataTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("data.db")
    }

    @Test(arguments: DataStoreConformance.allCases)
    func `data in SQLite behave as every data store`(rule: DataStoreConformance) async throws {
        try await rule.run(on: SQLiteData.create(path, vault: vault))
    }

    @Test func `commits are durable: synchronous reads back as FULL on the writing connection`() throws {
        #expect(try SQLiteData.create(path, vault: vault).synchronous() == 2)
        #expect(try SQLiteData.open(path, vault: vault).synchronous() == 2)
    }

    @Test func `what was committed is there after a close`() async throws {
        let store = try SQLiteData.create(path, vault: vault)
        try await store.commit([.insertFacts(StoreRows.facts(1))])
        try await store.close()
        let again = try SQLiteData.open(path, vault: vault)
        #expect(try await again.factsPage(after: nil, limit: 9) == [StoreRows.facts(1)])
    }

    @Test func `what was committed is there after a crash at any later point`() async throws {
        let store = try SQLiteData.create(path, vault: vault)
        for number in UInt64(1)...20 {
            try await store.commit([
                .insertFacts(StoreRows.facts(number)), .insertRecord(StoreRows.row(number, of: number), []),
            ])
            let copy = try TemporaryDirectory()
            for name in ["data.db", "data.db-wal"] {
                try FileManager.default.copyItem(atPath: directory.file(name), toPath: copy.file(name))
            }
            let crashed = try SQLiteData.open(copy.file("data.db"), vault: vault)
            let counts = DataCounts(subjects: Int(number), records: Int(number))
            #expect(try await crashed.counts() == counts)
            try await crashed.close()
        }
    }

    @Test func `a commit cut short in the log is not there at all`() async throws {
        let store = try SQLiteData.create(path, vault: vault)
        try await store.commit([.insertFacts(StoreRows.facts(1))])
        try await store.commit([.insertFacts(StoreRows.facts(2)), .insertRecord(StoreRows.row(2, of: 2), [])])
        let copy = try TemporaryDirectory()
        for (name, bytes) in try directory.contents() where name != "data.db-shm" {
            let cut = name == "data.db-wal" ? bytes.dropLast(1) : bytes
            #expect(
                FileManager.default.createFile(
                    atPath: copy.file(name), contents: cut, attributes: [.posixPermissions: 0o600]))
        }
        let crashed = try SQLiteData.open(copy.file("data.db"), vault: vault)
        #expect(try await crashed.counts() == DataCounts(subjects: 1))
    }

    @Test func `no file of the store can be read by another user`() async throws {
        let store = try SQLiteData.create(path, vault: vault)
        try await store.commit([.insertFacts(StoreRows.facts(1))])
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.file(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }
}
