import CofferCharter
import CofferModel
import Testing

@Suite struct LabelPeriodTests {
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    @Test func `days, months and quarters have numbers of their own, in UTC`() throws {
        let moment = try time("2026-11-21T23:59:59.999Z")
        #expect(LabelPeriod.quarter.number(at: moment) == 2026 * 4 + 3)
        #expect(LabelPeriod.month.number(at: moment) == 1 << 24 | (2026 * 12 + 10))
        #expect(LabelPeriod.day.number(at: moment) == 2 << 24 | 20_778)
        #expect(LabelPeriod.day.number(at: try time("2026-11-22T00:00:00.000Z")) == 2 << 24 | 20_779)
    }

    @Test func `a period ends where the next one begins, over the ends of years too`() throws {
        for (text, quarter, month, day) in [
            ("2026-11-21T10:00:00.000Z", "2027-01-01", "2026-12-01", "2026-11-22"),
            ("2026-12-31T23:59:59.999Z", "2027-01-01", "2027-01-01", "2027-01-01"),
            ("2027-01-01T00:00:00.000Z", "2027-04-01", "2027-02-01", "2027-01-02"),
            ("2028-02-28T12:00:00.000Z", "2028-04-01", "2028-03-01", "2028-02-29"),
        ] {
            for (period, end) in [(LabelPeriod.quarter, quarter), (.month, month), (.day, day)] {
                let number = period.number(at: try time(text))
                #expect(LabelPeriod.end(of: number)?.description == "\(end)T00:00:00.000Z")
            }
        }
        #expect(LabelPeriod.end(of: 0) == nil)
        #expect(LabelPeriod.end(of: 3 << 24 | 5) == nil)
    }
}

@Suite struct LabelRuleTests {
    private let device = "device: { of: device, mode: mac, scope: relationship, period: quarter }"

    @Test func `a slot of a label stands for what its kind stands for`() throws {
        let charter = try SmallCharter.load()
        let slot = try #require(charter.notices["expiring"]?.slots["device"])
        #expect(slot.label == "device")
        #expect(slot.path == FieldPath(className: "device", field: "id"))
        #expect(charter.labels["device"]?.format == .machine)
        #expect(charter.labels["network"]?.path == FieldPath(className: "device", field: "address"))
    }

    @Test func `what a kind leaves open is the strictest: another label in every message (E-07)`() throws {
        let charter = try SmallCharter.load(
            replacing: device, by: device.replacing("scope: relationship, ", with: ""))
        #expect(charter.labels["device"]?.scope == .transaction)
    }

    @Test func `a company sets a kind in the place of base's (S2-14)`() throws {
        let own = """
            labels:
              device:
                of: device
                mode: table
                scope: relationship
                period: month
                format: { prefix: "SW-", alphabet: ABCDEFGHIJKLMNOPQRSTUVWXYZ234567, length: 6, check: false }
                services: { radio: { prefix: "R" } }
            roles:
            """
        let charter = try SmallCharter.load(replacing: "roles:\n  clerk", by: own + "\n  clerk")
        let label = try #require(charter.labels["device"])
        #expect(label.mode == .table && label.period == .month)
        #expect(label.format(for: "default").prefix == "SW-")
        #expect(label.format(for: "default").length == 6)
        #expect(label.format(for: "radio").prefix == "R")
        #expect(label.format(for: "radio").alphabet == LabelFormat.spoken)
        #expect(label.formats.count == 2)
    }

    @Test func `a notice to staff carries a label of staff`() throws {
        let charter = try SmallCharter.load(
            replacing: "class: mandatory\n    to: [owner]", by: "class: internal\n    to: [staff]",
            and: "scope: relationship, period: quarter",
            by: "scope: internal, period: quarter")
        #expect(charter.labels["device"]?.scope == .internal)
    }
}
