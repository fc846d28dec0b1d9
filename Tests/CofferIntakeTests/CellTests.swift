import CofferIntake
import CofferModel
import Testing

/// What a map makes of cells.
@Suite struct CellTests {
    private func said(_ cell: String, _ rule: String, table: String = "") throws -> Said {
        let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
        let said = try Desk().said(
            of: "id,name,note\n1,\(quoted),x\n", Sample.map(table: table, name: rule))
        return try #require(said.first)
    }

    static let good: [(cell: String, rule: String, value: JSON?)] = [
        (" Ada ", "name", " Ada "), ("", "name", nil), ("  ", "name", nil),
        ("Ada", "{ columns: [name, note] }", "Ada x"),
        ("Ada", "{ columns: [name, note], join: \"-\" }", "Ada-x"), ("", "{ columns: [name, note] }", "x"),
        ("ours", "{ column: name, words: { ours: provider, theirs: customer } }", "provider"),
        ("", "{ column: name, words: { ours: provider }, otherwise: customer }", "customer"),
        ("31.12.1999", "{ column: name, date: DD.MM.YYYY }", "1999-12-31"),
        ("12/31/1999", "{ column: name, date: MM/DD/YYYY }", "1999-12-31"),
        ("19991231", "{ column: name, date: YYYYMMDD }", "1999-12-31"),
        ("08/2031", "{ column: name, month: MM/YYYY }", "08/31"),
        ("31-08", "{ column: name, month: YY-MM }", "08/31"),
        ("ssh, https ,", "{ column: name, list: \",\" }", ["ssh", "https"]),
        ("yes", "{ column: name, words: { \"yes\": \"true\", \"no\": \"false\" }, as: flag }", true),
        ("42", "{ column: name, as: count }", 42),
        (
            "0888 123456", "{ column: name, phone: { calling_code: \"+359\", trunk: \"0\" } }",
            "+359888 123456"
        ),
        ("(0888) 1", "{ column: name, phone: { calling_code: \"+359\", trunk: \"0\" } }", "+359888 1"),
        ("8 916 1", "{ column: name, phone: { calling_code: \"+7\", trunk: \"8\" } }", "+7 916 1"),
        ("+49 30 1", "{ column: name, phone: { calling_code: \"+7\", trunk: \"8\" } }", "+49 30 1"),
        ("555 0100", "{ column: name, phone: { calling_code: \"+1\", trunk: none } }", "+1555 0100"),
    ]

    @Test(arguments: good)
    func `a cell becomes what the map says`(_ cell: (cell: String, rule: String, value: JSON?)) throws {
        let said = try said(cell.cell, cell.rule)
        #expect(said.fault == nil, "\(cell.rule)")
        #expect(said["given_name"] == cell.value, "\(cell.rule)")
    }

    static let bad: [(cell: String, rule: String, says: String)] = [
        ("canary", "{ column: name, words: { ours: provider } }", "intake.word"),
        ("1999-12-31", "{ column: name, date: DD.MM.YYYY }", "intake.date"),
        ("31.12.99", "{ column: name, date: DD.MM.YYYY }", "intake.date"),
        ("31.12.1999 10:00", "{ column: name, date: DD.MM.YYYY }", "intake.date"),
        ("8/2031", "{ column: name, month: MM/YYYY }", "intake.date"),
        ("maybe", "{ column: name, as: flag }", "intake.flag"),
        ("4.2", "{ column: name, as: count }", "intake.count"),
        ("042", "{ column: name, as: count }", "intake.count"),
        // With or without its country? Nobody can tell.
        ("359888123456", "{ column: name, phone: { calling_code: \"+359\", trunk: \"0\" } }", "intake.phone"),
    ]

    @Test(arguments: bad)
    func `a cell that does not fit is refused with line, column and field`(
        _ cell: (cell: String, rule: String, says: String)
    ) throws {
        let said = try said(cell.cell, cell.rule)
        #expect(said.short == "2:2 \(cell.says)")
        #expect(said.fault?.error.description == "bad_value identity.given_name (\(cell.says))")
    }

    @Test func `texts that mean nothing are nothing, and a record without anything of its own is none`()
        throws
    {
        let map = Sample.map(
            table: "empty: [\"NULL\"]", name: "{ column: name, otherwise: Nobody }")
        let said = try Desk().said(of: "id,name,note\n1,NULL,NULL\n2,NULL,x\n", map)
        #expect(said[0].json?["records"] == [])
        #expect(said[1]["given_name"] == "Nobody")
    }

    @Test func `a record with a condition is made where its column has something, and nowhere else`() throws {
        let map = Sample.map(more: "  - { class: payment, when: note, fields: { holder: name } }")
        let said = try Desk().said(of: "id,name,note\n1,Ada,x\n2,Bo,\n", map)
        #expect(said[0]["holder"] == "Ada" && said[1]["holder"] == nil)
    }

    @Test func `an address is made of its parts, and of none where only its country is known`() throws {
        let address = """
            { address: { lines: [name, note], city: { value: Габрово }, country: { value: BG } } }
            """
        let desk = try Desk()
        let table = "id,name,note\n1,ул. Първа 1,\n2,,\n"
        let said = try desk.said(of: table, Sample.map(name: address))
        #expect(said[0]["given_name"] == ["lines": ["ул. Първа 1"], "city": "Габрово", "country": "BG"])
        #expect(said[1]["given_name"] == nil)
    }

    @Test func `language and source stand in a column too, and a row without them is refused`() throws {
        let map = """
            map: sample
            customer:
              ref: id
              language: { column: lang, words: { Bulgarian: bg } }
              source: { value: order }
            records: [{ class: identity, fields: { given_name: name } }]
            """
        let said = try Desk().said(of: "id,name,lang\n1,Ada,Bulgarian\n2,Bo,\n3,Cy,French\n", map)
        #expect(said.map(\.short) == ["2 1", "3:3 intake.value", "4:3 intake.word"])
        #expect(said[0].json?["language"] == "bg" && said[0].json?["source"] == "order")
    }
}
