import CofferLedger
import CofferModel
import Foundation
import Testing

/// What a killed process or a cut disk leaves, made by cutting copies of the files.
@Suite struct CrashTests {
    /// The files of a log before and after its last commit of three rows.
    struct Cut {
        let log: TestLog
        let rows, notes: [UInt8]
        let rowsBefore, notesBefore: Int
        let leaves: [UInt8]
        let anchorBefore: [UInt8]

        init() async throws {
            log = try TestLog()
            let ledger = try log.create()
            _ = try await ledger.append([.sample(1)]).time
            _ = try await ledger.append([.sample(2), .sample(2)]).time
            try await ledger.flushAnchor()
            rowsBefore = try Files.read(log.files.path + "/rows.jsonl").count
            notesBefore = try Files.read(log.files.path + "/checkpoints").count
            anchorBefore = try Files.read(log.anchor.path)
            _ = try await ledger.append([.sample(3), .sample(3), .sample(3)]).time
            await ledger.close()
            rows = try Files.read(log.files.path + "/rows.jsonl")
            notes = try Files.read(log.files.path + "/checkpoints")
            leaves = try Files.read(log.files.path + "/leaves")
        }

        /// Opens what is left when so many bytes reached the disk.
        func open(rows: Int, notes: Int, leaves: Int) throws -> (ledger: Ledger, report: OpeningReport) {
            try Files.write(self.rows.prefix(rows), to: log.files.path + "/rows.jsonl")
            try Files.write(self.notes.prefix(notes), to: log.files.path + "/checkpoints")
            try Files.write(self.leaves.prefix(leaves), to: log.files.path + "/leaves")
            try Files.write(anchorBefore, to: log.anchor.path)
            return try log.open()
        }
    }

    @Test func `killed at any byte of a commit, the log opens with the commit before it`() async throws {
        let cut = try await Cut()
        var states: [(rows: Int, notes: Int)] = []
        for rows in cut.rowsBefore...cut.rows.count { states.append((rows, cut.notesBefore)) }
        for notes in cut.notesBefore..<cut.notes.count { states.append((cut.rows.count, notes)) }
        for (place, state) in states.enumerated() {
            let leaves = [cut.leaves.count, 96, 70, 0][place % 4]
            let (ledger, report) = try cut.open(rows: state.rows, notes: state.notes, leaves: leaves)
            #expect(report.size == 3)
            #expect((report.cutRows > 0) == (state.rows > cut.rowsBefore))
            if place.isMultiple(of: 40) {
                #expect(try await ledger.append([.sample(9)]).sequences == 4..<5)
            }
            await ledger.close()
            let verified = LedgerVerifier.verify(cut.log.files, key: try cut.log.key, anchor: cut.log.anchor)
            #expect(verified.isWhole)
            #expect(verified.size == (place.isMultiple(of: 40) ? 4 : 3))
        }
    }

    @Test func `a commit whose checkpoint is whole keeps its rows`() async throws {
        let cut = try await Cut()
        let (ledger, report) = try cut.open(rows: cut.rows.count, notes: cut.notes.count, leaves: 0)
        #expect(report.size == 6)
        #expect(report.cutRows == 0)
        await ledger.close()
    }

    @Test
    func `both files cut anywhere: opened as of a whole commit, or refused, never with less than was signed`()
        async throws
    {
        let cut = try await Cut()
        var random = Seeded(seed: 11)
        for _ in 0..<300 {
            let rows = Int.random(in: 0...cut.rows.count, using: &random)
            let notes = Int.random(in: 0...cut.notes.count, using: &random)
            do {
                let (ledger, report) = try cut.open(rows: rows, notes: notes, leaves: cut.leaves.count)
                #expect(report.size == (notes == cut.notes.count ? 6 : 3), "seed 11")
                await ledger.close()
            } catch LedgerError.damaged {
                #expect(
                    notes == cut.notes.count
                        ? rows < cut.rows.count : rows < cut.rowsBefore || notes < cut.notesBefore)
            } catch LedgerError.anchorMismatch {
                #expect(notes < cut.notesBefore)
            }
        }
    }

    @Test func `P-33 a bit flipped in any recorded byte is refused or leaves no trace on the rows`()
        async throws
    {
        let cut = try await Cut()
        var random = Seeded(seed: 12)
        for file in ["rows.jsonl", "checkpoints"] {
            for _ in 0..<200 {
                var rows = cut.rows
                var notes = cut.notes
                if file == "rows.jsonl" {
                    rows[Int.random(in: rows.indices, using: &random)] ^=
                        UInt8(1) << UInt8.random(in: 0..<8, using: &random)
                } else {
                    let last = cut.notesBefore..<notes.count
                    notes[Int.random(in: last, using: &random)] ^=
                        UInt8(1) << UInt8.random(in: 0..<8, using: &random)
                }
                try Files.write(rows, to: cut.log.files.path + "/rows.jsonl")
                try Files.write(notes, to: cut.log.files.path + "/checkpoints")
                #expect(throws: LedgerError.self, "seed 12") { try cut.log.open() }
            }
        }
    }
}
