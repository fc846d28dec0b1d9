import CofferForms
import CofferModel
import Testing

private let now = Timestamp("2026-11-22T09:00:00.000Z") ?? Timestamp(milliseconds: 0)

/// Numbers and addresses, damaged: each is refused or becomes a value that stays itself.
@Suite struct HostileNumberTests {
    private func feed(_ type: FieldType, _ samples: [String]) throws {
        let taken = Hostile.feed(samples.map { Array($0.utf8) }) { input in
            let text = String(decoding: input, as: UTF8.self)
            do throws(BadValue) {
                let bytes = try Canonical.bytes(of: .string(text), as: type, at: now)
                let shown = Shown.json(bytes, as: type)
                #expect(
                    try Canonical.bytes(of: shown, as: type, at: now) == bytes, "COFFER_SEED=\(Hostile.seed)")
                for mask in MaskRule.allCases { _ = mask.apply(to: bytes, as: type) }
            } catch { return false }
            return true
        }
        #expect(taken >= samples.count)
    }

    @Test func `card numbers`() throws {
        try feed(.pan, ["4111111111111111", "3782 822463 10005", "5555-5555-5555-4444", "6304000000000000"])
    }

    @Test func `tokens of cards`() throws { try feed(.cardToken, ["tok_1NirD82eZvKYlo2C", "a-4111-x"]) }

    @Test func `account numbers`() throws {
        try feed(.iban, ["GB82 WEST 1234 5698 7654 32", "BG80BNBG96611020345678", "KZ86125KZT5004100100"])
    }

    @Test func `addresses of mail`() throws {
        try feed(.email, ["Ivan.Petrov@example.com", "иван@пример.рф", "x@xn--bcher-kva.example"])
    }

    @Test func `addresses of hosts and networks`() throws {
        try feed(.hostAddress, ["2001:db8:1:2:3::4", "192.0.2.7", "edge-1.net.example", "::ffff:192.0.2.1"])
        try feed(.hostname, ["сървър.example", "edge-1.net.example"])
    }

    @Test func `names of persons`() throws {
        try feed(.name, ["Әлия O'Neil-Петрова", "علی‌رضا", "श्री राम"])
    }

    @Test func `addresses of post`() throws {
        let sample = #"{"city":"Астана","country":"KZ","lines":["Сәтбаев көшесі, 11"],"postcode":"056340"}"#
        let taken = Hostile.feed([Array(sample.utf8)]) { input in
            guard let json = try? JSON(reading: input, limit: Limits.documentBytes) else { return false }
            do throws(BadValue) {
                let bytes = try Canonical.bytes(of: json, as: .address, at: now)
                let shown = Shown.json(bytes, as: .address)
                #expect(try Canonical.bytes(of: shown, as: .address, at: now) == bytes)
            } catch { return false }
            return true
        }
        #expect(taken >= 1)
    }
}
