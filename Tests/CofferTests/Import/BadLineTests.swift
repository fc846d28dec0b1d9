import Coffer
import CofferModel
import CofferTesting
import Testing

/// A bad line is refused by its number and rule, says nothing of its values, and takes no other line with it.
@Suite struct BadLineTests {
    struct BadLine: Sendable, CustomTestStringConvertible {
        let what: String
        let code: Code
        let rule: Rule?
        let field: FieldPath?
        let text: String
        var testDescription: String { what }

        init(_ what: String, _ code: Code, _ rule: Rule?, _ text: String, field: String? = nil) {
            self.what = what
            self.code = code
            self.rule = rule
            self.text = text
            let parts = field?.split(separator: ".").map { String($0) }
            self.field = parts.map { FieldPath(className: $0[0], field: $0[1]) }
        }
    }

    private static func line(
        _ records: String, head: String = #""ref":"CANARYREF","language":"bg","source":"order""#
    ) -> String {
        "{\(head),\"records\":[\(records)]}"
    }

    private static let name = #"{"class":"identity","fields":{"given_name":"Canaryface"}}"#

    static let bad: [BadLine] = [
        BadLine("broken JSON", .badValue, "line.json", #"{"ref":"CANARYREF","records":[CANARY"#),
        BadLine("no line at all", .badValue, "line.json", ""),
        BadLine(
            "two members of one name", .badValue, "line.json",
            #"{"ref":"CANARY","ref":"CANARY","language":"bg","source":"order","records":[]}"#),
        BadLine("a list", .badValue, "line.members", #"["CANARYREF"]"#),
        BadLine(
            "an unknown member", .badValue, "line.members",
            line(name, head: #""ref":"x","language":"bg","source":"order","CANARY":1"#)),
        BadLine(
            "records of another type", .badValue, "line.members",
            #"{"ref":"CANARY","language":"bg","source":"order","records":{"CANARY":1}}"#),
        BadLine(
            "an unknown language", .badValue, "language.unknown",
            line(name, head: #""ref":"x","language":"CANARY","source":"order""#)),
        BadLine(
            "an unknown source", .badValue, "source.unknown",
            line(name, head: #""ref":"x","language":"bg","source":"CANARY""#)),
        BadLine("no records", .badValue, "records.count", line("")),
        BadLine(
            "a record without fields", .badValue, "record.empty", line(#"{"class":"identity","fields":{}}"#)),
        BadLine(
            "an unknown class", .fieldNotInClass, "class.unknown",
            line(#"{"class":"canary_class","fields":{"canary":"CANARY"}}"#)),
        BadLine(
            "a class this charter does not use", .fieldNotInClass, "class.unknown",
            line(#"{"class":"visit","fields":{"notes":"CANARY"}}"#)),
        BadLine(
            "an unknown field", .fieldNotInClass, "field.unknown",
            line(#"{"class":"identity","fields":{"canary":"CANARY"}}"#)),
        BadLine(
            "a card number that fails Luhn", .badValue, nil,
            line(#"{"class":"payment","fields":{"pan":"4111111111111112"}}"#), field: "payment.pan"),
        BadLine(
            "a card number of letters", .badValue, nil,
            line(#"{"class":"payment","fields":{"pan":"CANARYCANARYCANA"}}"#), field: "payment.pan"),
        BadLine(
            "an e-mail that is none", .badValue, nil,
            line(#"{"class":"contact","fields":{"email":"CANARY at example"}}"#), field: "contact.email"),
        BadLine(
            "a number for a name", .badValue, nil,
            line(#"{"class":"identity","fields":{"given_name":4242424242}}"#), field: "identity.given_name"),
        BadLine(
            "a list for a name", .badValue, nil,
            line(#"{"class":"identity","fields":{"given_name":["CANARY"]}}"#), field: "identity.given_name"),
        BadLine(
            "a certificate that is none", .badValue, nil,
            line(
                #"{"class":"certificate","fields":{"pem":"-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----\n"}}"#
            ), field: "certificate.pem"),
        BadLine(
            "a field that is read out of another", .badValue, "field.derived",
            line(#"{"class":"certificate","fields":{"serial":"CANARY"}}"#), field: "certificate.serial"),
        BadLine(
            "a ref twice in a line", .conflict, "ref.taken",
            line(
                #"{"class":"device","ref":"CANARY","fields":{"model":"m"}},{"class":"device","ref":"CANARY","fields":{"model":"m"}}"#
            )),
        BadLine(
            "a device that is not in the line", .badValue, "device.unknown",
            line(#"{"class":"device_access","device":"CANARY","fields":{"username":"CANARY"}}"#)),
        BadLine(
            "a ref that is taken", .conflict, "ref.other_content",
            line(name, head: #""ref":"c1","language":"bg","source":"order""#)),
        BadLine(
            "a record's ref that is taken", .conflict, "ref.taken",
            line(#"{"class":"device","ref":"d1","fields":{"model":"CANARY"}}"#)),
        BadLine(
            "a value that is too long", .badValue, nil,
            line(
                #"{"class":"identity","fields":{"given_name":"\#(String(repeating: "CANARY", count: 3000))"}}"#
            ), field: "identity.given_name"),
        BadLine(
            "a ref that is too long", .badValue, "line.members",
            line(
                name,
                head: #""ref":"\#(String(repeating: "CANARY", count: 30))","language":"bg","source":"order""#)
        ),
    ]

    @Test func `each bad line is refused by its own rule, and the rest goes in`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer(1)
        var lines: [ImportLine] = []
        for (place, bad) in Self.bad.enumerated() {
            lines.append(ImportLine(number: 2 * place + 1, bytes: Array(bad.text.utf8)))
            lines.append(ImportLine(number: 2 * place + 2, bytes: Array(Customers.line(100 + place).utf8)))
        }
        let results = try await house.vault.importLines(lines, as: house.admin)
        #expect(results.count == lines.count)
        for (place, bad) in Self.bad.enumerated() {
            #expect(results[2 * place + 1] == .added(records: 5), "the good line after: \(bad.what)")
            guard case .refused(let error) = results[2 * place] else {
                Issue.record("\(bad.what): \(results[2 * place])")
                continue
            }
            #expect(error.code == bad.code, "\(bad.what): \(error)")
            #expect(bad.rule == nil || error.rule == bad.rule, "\(bad.what): \(error)")
            #expect(error.rule != nil, "\(bad.what): \(error)")
            #expect(error.field == bad.field, "\(bad.what): \(error)")
            let said = "\(error) \(String(reflecting: error))".lowercased()
            #expect(
                !said.contains("canary") && !said.contains("4111") && !said.contains("4242"), "\(bad.what)")
        }
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `two lines with one ref in one batch: the first is taken, the second refused`() async throws {
        let house = try await TestVault()
        let line = Array(Customers.line(1).utf8)
        // Another customer, with a card that the first one has by the same reference.
        let other = Array(Customers.line(1).replacing(#""ref":"c1""#, with: #""ref":"c2""#).utf8)
        let results = try await house.vault.importLines(
            [ImportLine(number: 1, bytes: line), ImportLine(number: 2, bytes: other)], as: house.admin)
        #expect(results == [.added(records: 5), .refused(VaultError(.conflict, rule: "ref.taken"))])
        #expect(
            try await house.vault.importLines([ImportLine(number: 1, bytes: line)], as: house.admin) == [
                .unchanged
            ])
    }

    @Test func `who may not import is refused line by line, on the ledger`() async throws {
        let house = try await TestVault()
        let line = ImportLine(number: 1, bytes: Array(Customers.line(1).utf8))
        let results = try await house.vault.importLines([line], as: house.session("auditor", .audit))
        guard case .refused(let error) = results.first else { return #expect(Bool(false), "\(results)") }
        #expect(error.code == .roleDenied)
        let rows = String(decoding: try house.bytes("ledger/00001/rows.jsonl"), as: UTF8.self)
        #expect(rows.split(separator: "\n").last?.contains("role_denied") == true)
    }
}
