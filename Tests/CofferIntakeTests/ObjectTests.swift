import CofferIntake
import CofferModel
import Testing

/// Lines of JSON that others have written, by a map.
@Suite struct ObjectTests {
    private static let map = """
        map: panel
        table: { form: json, empty: ["-"], ignore: [stats, "tags"] }
        customer: { ref: id, language: { value: en }, source: { value: order } }
        records:
          - class: identity
            fields: { given_name: person.first, family_name: person.last }
          - class: contact
            fields: { email: "mails.0", phone: phone }
          - class: payment
            ref: invoice.no
            fields: { invoice_no: invoice.no, amount: { column: invoice.sum } }
        """

    private func said(_ lines: String, _ map: String = map) throws -> [Said] {
        try Desk().said(of: lines, map)
    }

    @Test func `members are cells, those inside others too, and what is not there is nothing`() throws {
        let lines = """
            \u{FEFF}{"id":1,"person":{"first":"Ada","last":"L"},"mails":["a@post.example"],"stats":{"x":[1.5e3,null]}}\r

            {"id":"c2","person":{"first":"Bo","last":null},"phone":"-","tags":["x"],"invoice":{"no":"I-1","sum":12.50}}
            {"id":"c3","person":{"first":"Ян","last":"М\\u0430"},"mails":[]}

            """
        let said = try said(lines)
        #expect(said.map(\.short) == ["1 1", "3 c2", "4 c3"])
        #expect(said[0]["given_name"] == "Ada" && said[0]["email"] == "a@post.example")
        #expect(said[1]["family_name"] == nil && said[1]["phone"] == nil)
        #expect(said[1]["amount"] == "12.50" && said[1]["invoice_no"] == "I-1")
        #expect(said[2]["family_name"] == "Ма")
    }

    static let broken: [(what: String, line: String, rule: String)] = [
        ("no JSON", "{\"id\":\"canary\"", "2 intake.json"),
        ("no object", "[\"canary\"]", "2 intake.json"),
        ("a member twice", "{\"id\":\"canary\",\"id\":\"x\"}", "2 intake.json"),
        (
            "a member called as one inside another",
            "{\"id\":\"c\",\"person.first\":\"x\",\"person\":{\"first\":\"y\"}}", "2 intake.json"
        ),
        ("a number that is none", "{\"id\":01.5}", "2 intake.json"),
        ("a member that the map does not know", "{\"id\":\"c\",\"canary\":\"x\"}", "2 intake.member"),
        ("one inside another", "{\"id\":\"c\",\"person\":{\"canary\":1}}", "2 intake.member"),
        ("a second of a list", "{\"id\":\"c\",\"mails\":[\"a@post.example\",\"canary\"]}", "2 intake.member"),
        ("a control character", "{\"id\":\"c\",\"phone\":\"canary\\u0000\"}", "2 intake.control"),
        ("no reference", "{\"phone\":\"canary\"}", "2 intake.ref"),
        (
            "a long text", "{\"id\":\"c\",\"phone\":\"\(String(repeating: "canary", count: 11_000))\"}",
            "2 intake.cell_size"
        ),
        (
            "a long line", "{\"id\":\"c\",\"stats\":\"\(String(repeating: "canary", count: 50_000))\"}",
            "2 intake.row_size"
        ),
    ]

    @Test(arguments: broken)
    func `a broken line is refused by its number and rule, and the next is taken`(
        _ row: (what: String, line: String, rule: String)
    ) throws {
        let said = try said("{\"id\":\"c1\"}\n\(row.line)\n{\"id\":\"c9\"}\n")
        #expect(said.map(\.short) == ["1 c1", row.rule, "3 c9"], "\(row.what)")
        let told = said[1].fault.map { "\($0) \($0.error)" } ?? ""
        #expect(!told.lowercased().contains("canary"))
    }

    @Test func `lines of one customer are his, wherever they stand, and add to a table of customers`() throws
    {
        let devices = """
            map: devices
            table: { form: json, rows: several }
            customer: { ref: owner.id, language: { value: en }, source: { value: order } }
            each:
              - class: device
                ref: serial
                fields: { hostname: net.host }
            """
        let desk = try Desk()
        try desk.write("id,name,note\nc1,Ada,x\nc2,Bo,y\n", to: "clients.csv")
        try desk.write(
            """
            {"serial":"d1","net":{"host":"h1"},"owner":{"id":"c2"}}
            {"serial":"d2","net":{"host":"h2"},"owner":{"id":"c1"}}
            {"serial":"d3","net":{"host":"h3"},"owner":{"id":"c2"}}
            {"serial":"d4","net":{"host":"h4"},"owner":{"id":"c7"}}
            """, to: "devices.jsonl")
        let said = try desk.all(("clients.csv", Sample.map()), ("devices.jsonl", devices))
        #expect(said.map(\.short) == ["2 c1", "3 c2", "file 2 4 intake.owner"])
        let refs = said.prefix(2).map { one in
            (one.json?["records"]?.array ?? []).compactMap { $0["ref"]?.string }.filter { $0.hasPrefix("d") }
        }
        #expect(refs == [["d2"], ["d1", "d3"]])
    }

    @Test func `lines of JSON have no separator and no other encoding than UTF-8`() {
        for key in ["separator: comma", "encoding: windows-1251"] {
            let map = Self.map.replacing("form: json", with: "form: json, \(key)")
            #expect(throws: MapInvalid.self, "\(key)") {
                try IntakeMap.read(Array(map.utf8), file: "m.yaml")
            }
        }
    }
}
