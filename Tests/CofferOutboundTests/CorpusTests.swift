import CofferModel
import CofferOutbound
import Testing

@Suite struct CorpusTests {
    private let paragraphs = Corpus.paragraphs

    @Test func `ordinary text sets off no detector, when what it shows by right is allowed (B18)`() throws {
        #expect(paragraphs.count == 480)
        for paragraph in paragraphs {
            let parts = [
                OutboundPart(.subject, "Notice"), OutboundPart(.text, paragraph.text),
                OutboundPart(.html, "<p>" + paragraph.text + "</p>"),
            ]
            let found = Detection.findings(in: try OutboundMessage(parts), allowing: paragraph.allowed)
            #expect(found == [], "\(paragraph.text)")
        }
    }

    /// One pair is one paragraph and one customer; his notice would be stopped without a reason.
    @Test(.enabled(if: SampleCustomers.arePresent, "no ../shared/data/customers.jsonl beside the project"))
    func `ordinary text is no leak of anybody's: under one in a thousand pairs (B18)`() throws {
        let customers = try SampleCustomers.all()
        // All customers at once: a value's number says whose it is.
        let values = customers.enumerated().flatMap { place, customer in
            customer.enumerated().map { number, value in
                ScannedValue(
                    number: FieldNumber(ofClass: UInt16(place + 1), field: UInt32(number + 1)),
                    type: value.value.type, bytes: value.value.bytes)
            }
        }
        let scan = LeakScan(for: values)
        var alarms: [String: Int] = [:]
        var pairs = 0
        for paragraph in paragraphs {
            let found = scan.fields(in: try OutboundMessage([OutboundPart(.text, paragraph.text)]))
            pairs += Set(found.map(\.ofClass)).count
            for number in found {
                alarms[customers[Int(number.ofClass) - 1][Int(number.field) - 1].field, default: 0] += 1
            }
        }
        let rate = Double(pairs) / Double(paragraphs.count * customers.count)
        print(
            "false alarms: \(pairs) of \(paragraphs.count * customers.count) pairs, \(rate * 100) %, \(alarms)"
        )
        #expect(rate < 0.001, "\(alarms)")
    }
}
