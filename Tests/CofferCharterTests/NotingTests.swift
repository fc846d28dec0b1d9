import CofferCharter
import CofferModel
import Testing

/// What facts become when something is noted in them.
@Suite struct NotingTests {
    @Test func `facts that would outgrow their bound are refused, and stay as they are`() throws {
        let charter = try SmallCharter.load()
        var facts = SubjectFacts(language: "en", jurisdiction: nil, source: "order")
        facts.services = [ServiceFacts(name: "default", opened: Timestamp(milliseconds: 0))]
        let now = try #require(Timestamp("2026-11-21T09:00:00.000Z"))
        let record = RecordID(bits: 7)
        facts.events = (0..<500).map {
            SubjectEvent(
                name: .warrantySet, service: "default", record: record,
                at: Timestamp(milliseconds: Int64($0)),
                until: now)
        }
        #expect(facts.canonical.count > Limits.factsBytes)
        let setting = SubjectFacts.Setting(
            charter: charter, records: [record], addresses: [:], revocable: [:], caseID: nil, now: now)
        let note = SubjectNote.event(.workDone, service: "default", record: nil, at: nil, until: nil)
        #expect(throws: VaultError(.tooLarge, rule: "facts.size")) { _ = try facts.noting(note, setting) }
        facts.events.removeLast(300)
        #expect(try facts.noting(note, setting).events.count == 201)
    }
}
