import CofferIntake
import CofferModel
import Foundation
import Testing

/// Tables as they are written: RFC 4180, and what people make of it.
@Suite struct TableTests {
    private func cells(_ table: String, _ settings: String = "") throws -> [[JSON?]] {
        try Desk().said(of: table, Sample.map(table: settings)).map { [$0["given_name"], $0["family_name"]] }
    }

    @Test func `cells stand between commas; quotes hold commas, quotes and line ends`() throws {
        let table =
            "id,name,note\r\n1,Ada,plain\r\n2,\"a,b\",\"says \"\"hm\"\"\"\r\n3,\"two\r\nlines\",\"\"\r\n"
        let said = try Desk().said(of: table, Sample.map())
        #expect(said.map(\.short) == ["2 1", "3 2", "4 3"])
        #expect(said[1]["given_name"] == "a,b" && said[1]["family_name"] == "says \"hm\"")
        #expect(said[2]["given_name"] == "two\r\nlines" && said[2]["family_name"] == nil)
    }

    @Test func `lines end in LF too, the last one in nothing, and empty lines are none`() throws {
        let said = try Desk().said(of: "\n\nid,name,note\n1,Ada,x\n\n\n2,Bo,y", Sample.map())
        #expect(said.map(\.short) == ["4 1", "7 2"])
    }

    @Test func `semicolons and tabs stand between cells where the map says so`() throws {
        #expect(try cells("id;name;note\n1;Ada,Bo;x\n", "separator: semicolon") == [["Ada,Bo", "x"]])
        #expect(try cells("id\tname\tnote\n1\tAda;Bo\tx\n", "separator: tab") == [["Ada;Bo", "x"]])
    }

    @Test func `columns may stand in any order`() throws {
        #expect(try cells("note,id,name\nx,1,Ada\n") == [["Ada", "x"]])
    }

    static let texts: [(encoding: String, mark: [UInt8], text: String)] = [
        ("utf-8", [0xEF, 0xBB, 0xBF], "Йорданка,Қызылорда 😀"), ("utf-8", [], "Әлия,Грета"),
        ("windows-1251", [], "Ђорђе,Сергій Щербак"), ("utf-16", [0xFF, 0xFE], "Әлия,😀 Ünal"),
        ("utf-16", [0xFE, 0xFF], "Иван,Ӛ"), ("utf-16le", [], "Иван,Петров"),
        ("utf-16be", [0xFE, 0xFF], "Ада,Бо"),
    ]

    @Test(arguments: texts)
    func `text is read as the map says it is written`(
        _ sample: (encoding: String, mark: [UInt8], text: String)
    ) throws {
        // Rows enough for several pieces of the file.
        let rows = (1...3000).map { "\($0),\(sample.text)\n" }.joined()
        let isBig = sample.mark == [0xFE, 0xFF]
        let bytes = sample.mark + Self.bytes("id,name,note\n" + rows, sample.encoding, isBig: isBig)
        let said = try Desk().said(of: bytes, Sample.map(table: "encoding: \(sample.encoding)"))
        let parts = sample.text.split(separator: ",").map { JSON.string(String($0)) }
        #expect(said.count == 3000)
        #expect(said.allSatisfy { $0["given_name"] == parts[0] && $0["family_name"] == parts[1] })
        #expect(said.last?.short == "3001 3000")
    }

    /// Written by the tables of Foundation, which are others than ours.
    private static func bytes(_ text: String, _ encoding: String, isBig: Bool) -> [UInt8] {
        switch encoding {
        case "windows-1251": Array(text.data(using: .windowsCP1251) ?? Data())
        case "utf-8": Array(text.utf8)
        default:
            text.utf16.flatMap {
                isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
            }
        }
    }

    static let broken: [(what: String, row: String, rule: String)] = [
        ("a quote inside a cell", "1,Canary\"x,y", "2:2 intake.quote"),
        ("text behind a quoted cell", "1,\"Canary\"x,y", "2:2 intake.quote"),
        ("too few cells", "1,Canary", "2 intake.columns"),
        ("too many cells", "1,Canary,x,y", "2 intake.columns"),
        ("a return inside a line", "1,Canary\rx,y", "2:2 intake.line_end"),
        ("a control character", "1,Canary\u{0},y", "2:2 intake.control"),
        ("one in quotes", "1,\"Canary\u{7}\",y", "2:2 intake.control"),
        ("no reference", ",Canary,y", "2:1 intake.ref"),
        ("a reference that is too long", "\(String(repeating: "x", count: 129)),Canary,y", "2:1 intake.ref"),
        ("a long cell", "1,\(String(repeating: "Canary", count: 11_000)),y", "2:2 intake.cell_size"),
    ]

    @Test(arguments: broken)
    func `a broken row is refused by line, column and rule, and the next is taken`(
        _ row: (what: String, row: String, rule: String)
    ) throws {
        let said = try Desk().said(of: "id,name,note\n\(row.row)\n2,Bo,y\n", Sample.map())
        #expect(said.map(\.short) == [row.rule, "3 2"], "\(row.what)")
        let told = said[0].fault.map { "\($0) \($0.error)" } ?? ""
        #expect(!told.lowercased().contains("canary"))
    }

    @Test func `bytes that are no text are refused where they stand`() throws {
        let bytes = Array("id,name,note\n1,Ada,".utf8) + [0xC3, 0x28] + Array("\n2,Bo,y\n".utf8)
        #expect(try Desk().said(of: bytes, Sample.map()).map(\.short) == ["2:3 intake.encoding", "3 2"])
        let cyrillic = Array("id,name,note\n1,Ada,".utf8) + [0x98] + Array("\n2,Bo,y\n".utf8)
        let map = Sample.map(table: "encoding: windows-1251")
        #expect(try Desk().said(of: cyrillic, map).map(\.short) == ["2:3 intake.encoding", "3 2"])
        // The first half of a character that has two, and then another.
        let half = "id,name,note\n1,Ada,".utf16.map { $0 } + [0xD83D] + "\n2,Bo,y\n".utf16.map { $0 }
        let wide = half.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let said = try Desk().said(of: wide, Sample.map(table: "encoding: utf-16le"))
        #expect(said.map(\.short) == ["2:3 intake.encoding", "3 2"])
    }

    static let ends: [(what: String, table: String, rule: String)] = [
        ("a quote that is never closed", "id,name,note\n1,\"Canary,y\n2,Bo,y\n", "2:2 intake.quote_open"),
        ("nothing at all", "", "1 intake.header"),
        ("a column twice", "id,name,name\n", "1:3 intake.header"),
        ("a column without a name", "id,name,\n", "1:3 intake.header"),
        ("a column that the map does not know", "id,name,note,canary\n", "1:4 intake.column_unknown"),
        ("a column that is missing", "id,name\n", "1 intake.column_missing"),
        (
            "a cell in quotes without end",
            "id,name,note\n1,\"\(String(repeating: "Canary\n", count: 10_000))\",y\n2,Bo,y\n",
            "2:2 intake.cell_size"
        ),
    ]

    @Test(arguments: ends)
    func `where nobody knows how it goes on, reading ends`(
        _ table: (what: String, table: String, rule: String)
    ) throws {
        let said = try Desk().said(of: table.table, Sample.map())
        #expect(said.map(\.short) == [table.rule], "\(table.what)")
        #expect(said.last?.fault?.isEnd == true, "\(table.what)")
    }

    @Test func `UTF-16 without a mark is refused where the map does not say its order`() throws {
        let said = try Desk().said(of: [0x69, 0, 0x64, 0], Sample.map(table: "encoding: utf-16"))
        #expect(said.map(\.short) == ["1 intake.byte_order"])
    }

    @Test func `a line without end costs its limit and no more`() throws {
        let desk = try Desk()
        let line = Array("id,name,note\n1,".utf8) + [UInt8](repeating: 0x61, count: 8_000_000)
        try desk.write(line + Array(",y\n2,Bo,y\n".utf8), to: "long.csv")
        let said = try desk.all(("long.csv", Sample.map()))
        #expect(said.map(\.short) == ["2:2 intake.cell_size", "3 2"])
    }

    @Test func `a reference comes once, whatever is between`() throws {
        let said = try Desk().said(of: "id,name,note\n1,Ada,x\n2,Bo,y\n1,Ada,x\n", Sample.map())
        #expect(said.map(\.short) == ["2 1", "3 2", "4 intake.ref_twice"])
    }

    @Test func `what is no file does not begin`() throws {
        let desk = try Desk()
        for path in ["missing.csv", "."] {
            #expect(throws: IntakeFault.self) { try desk.all((path, Sample.map())) }
        }
    }
}
