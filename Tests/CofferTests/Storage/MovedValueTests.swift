import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Testing

/// A stored value opens only where it was put, whole (crypto.md §2): at the level of the rows as they lie in SQLite.
@Suite struct MovedValueTests {
    /// Two customers with the devices and contacts of each, on disk.
    private struct Rows {
        let house: TestVault
        let subjects: [SubjectID]
        let files: TemporaryDirectory

        init() async throws {
            house = try await TestVault()
            subjects = [try await house.addCustomer(1), try await house.addCustomer(2)]
            try await house.vault.close()
            files = try house.snapshot()
        }

        /// The packed row of one class of one subject.
        func packed(_ ofClass: Int, _ subject: SubjectID) throws -> PackedRow {
            let rows = try house.sql(
                "data.db", "SELECT hex(packed) FROM record WHERE \(at(ofClass, subject))")
            let bytes = try #require(rows.first?.first.flatMap { Hex.decode($0.lowercased().utf8) })
            return try PackedRow(reading: bytes)
        }

        /// Writes it back.
        func write(_ row: [UInt8], _ ofClass: Int, _ subject: SubjectID) throws {
            try house.sql(
                "data.db", "UPDATE record SET packed = X'\(Hex.encode(row))' WHERE \(at(ofClass, subject))")
        }

        private func at(_ ofClass: Int, _ subject: SubjectID) -> String {
            "class = \(ofClass) AND subject = X'\(subject.description.filter { $0 != "-" })'"
        }

        /// What a reader of the class is answered about each field, after a change of the packed row.
        func answers(
            _ ofClass: Int, _ change: (Rows) throws -> [UInt8]
        ) async throws -> Set<Answer.Result> {
            try house.restore(files)
            try write(try change(self), ofClass, subjects[0])
            let vault = try await house.reopen()
            let session = house.session("billing_clerk", .billing)
            var results: Set<Answer.Result> = []
            do {
                let view = try await vault.show(subjects[0], as: session)
                for record in view.records where record.className == "identity" {
                    results.formUnion(
                        [record.fields["given_name"], record.fields["family_name"]].compactMap(\.self))
                }
            } catch { results.insert(.denied(error.code)) }
            #expect(try await house.findings(vault) != [])
            try await vault.close()
            return results
        }
    }

    private func changed(_ row: PackedRow, _ field: UInt32, _ change: (PackedCell) -> PackedCell) throws
        -> [UInt8]
    {
        let cell = try #require(row[field, 1])
        var row = row
        row.remove(field: field, kind: 1)
        row.put(change(cell))
        return try row.bytes()
    }

    private func with(
        _ cell: PackedCell, field: UInt32? = nil, kind: UInt16? = nil, scope: UInt16? = nil,
        revision: UInt64? = nil,
        sealed: [UInt8]? = nil
    ) -> PackedCell {
        PackedCell(
            field: field ?? cell.field, kind: kind ?? cell.kind, scope: scope ?? cell.scope,
            revision: revision ?? cell.revision, sealed: sealed ?? Array(cell.sealed))
    }

    private static let identity = 1
    private static let given: UInt32 = 1
    private static let family: UInt32 = 2
    private static let refused = Set([Answer.Result.denied(.integrity)])

    private func names(_ rows: Rows) throws -> PackedRow { try rows.packed(Self.identity, rows.subjects[0]) }

    @Test func `a value given another field, subject, scope or revision is refused with one answer`()
        async throws
    {
        let rows = try await Rows()
        let clear = Set(["Йорданка", "Канарче"].map { Answer.Result.value(.clear, .string($0)) })
        func family(_ results: Set<Answer.Result>) -> Set<Answer.Result> { results.subtracting(clear) }
        // Another customer's value, whole, in its place.
        let foreign = try await rows.answers(Self.identity) { rows in
            let theirs = try rows.packed(Self.identity, rows.subjects[1])
            let cell = try #require(theirs[Self.family, 1])
            return try changed(try names(rows), Self.family) { _ in with(cell) }
        }
        #expect(family(foreign) == Self.refused)
        #expect(foreign.count == 2, "the other field is answered as before")
        // The neighbouring field's value.
        let neighbour = try await rows.answers(Self.identity) { rows in
            let row = try names(rows)
            let cell = try #require(row[Self.given, 1])
            return try changed(row, Self.family) { _ in with(cell, field: Self.family) }
        }
        #expect(family(neighbour) == Self.refused)
        for change in [
            { with($0, scope: $0.scope + 1) }, { with($0, revision: $0.revision + 1) },
            { with($0, revision: 0) },
        ] as [(PackedCell) -> PackedCell] {
            let results = try await rows.answers(Self.identity) {
                try changed(try names($0), Self.family, change)
            }
            #expect(family(results) == Self.refused)
        }
    }

    @Test func `a value cut, extended or with a flipped bit is refused with one answer`() async throws {
        let rows = try await Rows()
        func change(_ sealed: @escaping ([UInt8]) -> [UInt8]) async throws -> Set<Answer.Result> {
            let results = try await rows.answers(Self.identity) { rows in
                try changed(try names(rows), Self.family) { with($0, sealed: sealed(Array($0.sealed))) }
            }
            return results.subtracting([.value(.clear, .string("Йорданка"))])
        }
        #expect(try await change { Array($0.dropLast()) } == Self.refused)
        #expect(try await change { Array($0.prefix(48)) } == Self.refused)
        #expect(try await change { $0 + [0] } == Self.refused)
        #expect(try await change { $0 + $0 } == Self.refused)
        // Header, version, salt, commitment, ciphertext, tag.
        for place in [0, 1, 2, 3, 4, 11, 12, 31, 32, 33] {
            #expect(
                try await change { sealed in
                    var sealed = sealed
                    sealed[place] ^= 0x10
                    return sealed
                }.isSubset(of: [.denied(.integrity), .denied(.locked)]), "byte \(place)")
        }
        #expect(
            try await change { sealed in
                var sealed = sealed
                sealed[sealed.count - 1] ^= 1
                return sealed
            } == Self.refused)
    }

    @Test func `a packed row that is not one is refused whole`() async throws {
        let rows = try await Rows()
        let changes: [([UInt8]) -> [UInt8]] = [
            { Array($0.dropLast()) }, { $0 + [0] }, { _ in [] }, { $0 + $0 }, { Array($0.dropFirst(4)) },
        ]
        for change in changes {
            let results = try await rows.answers(Self.identity) { change(try names($0).bytes()) }
            #expect(results == Self.refused || results == [])
        }
    }

    @Test func `a record moved to another customer opens nothing`() async throws {
        let rows = try await Rows()
        let ids = rows.subjects.map { $0.description.filter { $0 != "-" } }
        try rows.house.restore(rows.files)
        try rows.house.sql(
            "data.db", "UPDATE record SET subject = X'\(ids[1])' WHERE subject = X'\(ids[0])' AND class = 1")
        let vault = try await rows.house.reopen()
        let view = try await vault.show(rows.subjects[1], as: rows.house.session("billing_clerk", .billing))
        let names = view.records.filter { $0.className == "identity" }.compactMap { $0.fields["family_name"] }
        #expect(Set(names) == [.denied(.integrity), .value(.clear, .string("Канарче"))])
        #expect(try await rows.house.findings(vault) != [])
        try await vault.close()
    }
}
