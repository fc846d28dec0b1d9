import CofferFields
import CofferModel
import CofferStore
import Testing

/// Rows of notices and of what they issued open where they belong, and nowhere else (crypto.md §2, kinds 7 and 8).
@Suite struct NoticeRowTests {
    private let end = Timestamp(milliseconds: 1_800_000_000_000)

    private func row(_ bench: Bench, _ notice: NoticeID, _ sealed: [UInt8]) -> OutboxRow {
        OutboxRow(
            notice: notice, subject: bench.subject, created: Bench.now, expires: end, sealed: sealed,
            progress: OutboxProgress(
                state: .queued, tries: 0, due: Bench.now, changed: Bench.now, reason: nil,
                intent: IntentPosition(log: 1, sequence: 1)))
    }

    @Test func `a notice's row opens under its own notice and subject only`() throws {
        let bench = try Bench()
        let (one, other) = (NoticeID(bits: 1), NoticeID(bits: 2))
        let sealed = try bench.fields.seal([1, 2, 3], of: one, bench.open.keys)
        #expect(try bench.fields.open(row(bench, one, sealed), bench.open.keys) == [1, 2, 3])
        #expect(throws: FieldsError.integrity) {
            try bench.fields.open(row(bench, other, sealed), bench.open.keys)
        }
        let (stranger, _) = try bench.fields.newSubject(SubjectID(bits: 9))
        #expect(throws: FieldsError.integrity) { try bench.fields.open(row(bench, one, sealed), stranger) }
        var broken = sealed
        broken[40] ^= 1
        #expect(throws: FieldsError.integrity) {
            try bench.fields.open(row(bench, one, broken), bench.open.keys)
        }
    }

    @Test func `notices of all lengths up to a block look alike`() throws {
        let bench = try Bench()
        let counts = try Set(
            [1, 100, 255].map {
                try bench.fields.seal(
                    [UInt8](repeating: 7, count: $0), of: NoticeID(bits: 1), bench.open.keys
                )
                .count
            })
        #expect(counts.count == 1)
    }

    @Test func `what was issued is told under its own token and end only`() throws {
        let fields = try Bench().fields
        let target = try fields.issuedTarget([1])
        let row = try fields.issue(["a": 1], as: "D-4K7", target: target, of: SubjectID(bits: 7), until: end)
        #expect(row.token == (try fields.issuedToken("D-4K7")))
        #expect(try fields.meaning(of: row) == ["a": 1])
        let moved = IssuedRow(
            token: try fields.issuedToken("D-4K8"), target: row.target, owner: row.owner, expires: end,
            sealed: row.sealed)
        let longer = IssuedRow(
            token: row.token, target: row.target, owner: row.owner, expires: end.adding(seconds: 1),
            sealed: row.sealed)
        for wrong in [moved, longer] {
            #expect(throws: FieldsError.integrity) { try fields.meaning(of: wrong) }
        }
    }

    @Test
    func `tokens, targets and owners of the same bytes have nothing in common, nor have two vaults (E-15)`()
        throws
    {
        let (one, other) = (try Bench().fields, try Bench().fields)
        let subject = SubjectID(bits: 0x4142_4344_4546_4748_4142_4344_4546_4748)
        let text = String(decoding: subject.bytes, as: UTF8.self)
        var all: [[UInt8]] = []
        for fields in [one, other] {
            all += [
                try fields.issuedToken(text), try fields.issuedTarget(subject.bytes),
                try fields.issuedOwner(subject),
            ]
        }
        #expect(Set(all).count == 6)
    }
}
