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

    @Test
    func `orders of a build that kept them among the facts stay as they stood, and their numbers are taken`()
        throws
    {
        let text = """
            {"canary":false,"channels":[],"consents":[],"events":[],"holds":[],"language":"en","orders":[\
            {"amount":"1.00","currency":"EUR","noted":"2026-11-20T09:00:00.000Z","number":"A-1",\
            "record":"01a1fe14-5f3d-7b3c-9d5e-123456789abc","used":"2026-11-21T09:00:00.000Z"}],\
            "provider_owned":[],"restrictions":[],"revision":1,"services":[],"source":"order","standing":"present"}
            """
        let facts = try SubjectFacts(reading: Array(text.utf8))
        #expect(facts.canonical == Array(text.utf8))
        #expect(facts.hadOrder("A-1") && !facts.hadOrder("A-2"))
    }
}
