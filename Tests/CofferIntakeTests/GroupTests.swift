import CofferIntake
import CofferModel
import Foundation
import Testing

/// Tables with several rows a customer, alone and beside a table of customers.
@Suite struct GroupTests {
    private static let devices = """
        map: devices
        table: { separator: semicolon, rows: several, ignore: [mac] }
        customer: { ref: owner, language: { value: en }, source: { value: order } }
        each:
          - class: device
            ref: serial
            fields: { model: model, hostname: host }
          - class: device_access
            on: device
            fields: { username: user, secret: password }
        """
    private static let head = "serial;host;model;user;password;owner;mac\n"

    private func records(_ said: Said?) -> [JSON] { said?.json?["records"]?.array ?? [] }

    @Test func `rows of one customer are his, wherever they stand, in the order of the file`() throws {
        let table =
            Self.head + "d1;h1;M;u;p 1;c1;x\nd2;h2;M;;;c2;x\nd3;\"h\n3\";M;u;p;c1;x\n" + "d4;h4;M;;;c2;x\n"
        let said = try Desk().said(of: table, Self.devices)
        #expect(said.map(\.short) == ["2 c1", "3 c2"])
        #expect(records(said[0]).map { $0["ref"]?.string } == ["d1", nil, "d3", nil])
        #expect(records(said[0]).map { $0["device"]?.string } == [nil, "d1", nil, "d3"])
        #expect(records(said[1]).map { $0["class"] } == ["device", "device"])
        #expect(records(said[0])[1]["fields"]?["secret"] == "p 1")
    }

    @Test(arguments: ["utf-8", "utf-16", "windows-1251"])
    func `a row is found again in every encoding`(_ encoding: String) throws {
        let rows = (0..<400).map { "d\($0);хост-\($0);Ёж \"\(encoding)\";u;пароль \($0);c\($0 % 7);x\n" }
        let text = Self.head + rows.joined().replacing("\"", with: "")
        let bytes: [UInt8] =
            switch encoding {
            case "windows-1251": Array(text.data(using: .windowsCP1251) ?? Data())
            case "utf-16": [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            default: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
            }
        let map = Self.devices.replacing("rows: several", with: "rows: several, encoding: \(encoding)")
        let said = try Desk().said(of: bytes, map)
        #expect(said.map(\.short) == (0..<7).map { "\($0 + 2) c\($0)" })
        let secrets = records(said[3]).compactMap { $0["fields"]?["secret"]?.string }
        #expect(secrets == stride(from: 3, to: 400, by: 7).map { "пароль \($0)" })
    }

    @Test func `what is once a customer's must be the same in all his rows`() throws {
        let map = Self.devices + "\nrecords:\n  - { class: identity, fields: { org_name: mac } }\n"
        let said = try Desk().said(
            of: Self.head
                + "d1;h1;M;u;p;c1;Acme\nd2;h2;M;u;p;c1;Acme\nd3;h3;M;u;p;c2;Ada\nd4;h;M;u;p;c2;Bo\n",
            map.replacing(", ignore: [mac]", with: ""))
        #expect(said.map(\.short) == ["2 c1", "5:7 intake.differs"])
        #expect(
            records(said[0]).map { $0["class"] } == [
                "identity", "device", "device_access", "device", "device_access",
            ])
    }

    @Test func `what hangs on a record wants that record to have a reference`() throws {
        let said = try Desk().said(of: Self.head + ";h1;M;u;p;c1;x\n;;;u;p;c2;x\n;h;M;;;c3;x\n", Self.devices)
        #expect(said.map(\.short) == ["2 intake.parent", "3 intake.parent", "4 c3"])
    }

    @Test func `a second table adds to the customers of the first, and what is nobody's is told`() throws {
        let desk = try Desk()
        try desk.write("id,name,note\nc1,Ada,x\nc2,Bo,y\n", to: "clients.csv")
        try desk.write(
            Self.head + "d1;h1;M;u;p;c2;x\nd2;h2;M;u;p;c9;x\nd3;h3;M;;;c2;x\nd4;h4;M;;;c8;x\n",
            to: "devices.csv")
        let said = try desk.all(("clients.csv", Sample.map()), ("devices.csv", Self.devices))
        #expect(said.map(\.short) == ["2 c1", "3 c2", "file 2 3 intake.owner", "file 2 5 intake.owner"])
        #expect(records(said[0]).count == 1 && records(said[1]).count == 4)
        #expect(said[1].json?["language"] == "bg")
    }

    @Test func `a row beside the customers that cannot be read could be anybody's, so nobody goes in`() throws
    {
        let desk = try Desk()
        try desk.write("id,name,note\nc1,Ada,x\n", to: "clients.csv")
        try desk.write(Self.head + "d1;h1;M\nd2;h2;M;u;p;c1;x\nd3;h3;M;u;p;;x\n", to: "devices.csv")
        let parts = [("clients.csv", Sample.map()), ("devices.csv", Self.devices)]
        let said = try desk.all(parts[0], parts[1])
        #expect(said.map(\.short) == ["file 2 2 intake.columns", "file 2 4:6 intake.ref"])
        let intake = try desk.open(parts.map { (file: $0.0, map: $0.1) })
        while intake.next() != nil {}
        #expect(intake.isStopped)
    }

    @Test func `a cell of a second table that does not fit refuses its customer, with its place`() throws {
        let desk = try Desk()
        try desk.write("id,name,note\nc1,Ada,x\nc2,Bo,y\n", to: "clients.csv")
        try desk.write(Self.head + "d1;h1;M;;;c1;x\nd2;h2;M;;;c2;x\n", to: "devices.csv")
        let map = Self.devices.replacing("model: model", with: "model: { column: model, words: { N: n } }")
        let said = try desk.all(("clients.csv", Sample.map()), ("devices.csv", map))
        #expect(said.map(\.short) == ["file 2 2:3 intake.word", "file 2 3:3 intake.word"])
    }

    @Test func `a device of two customers is refused at the second`() throws {
        let said = try Desk().said(of: Self.head + "d1;h1;M;;;c1;x\nd1;h1;M;;;c2;x\n", Self.devices)
        #expect(said.map(\.short) == ["2 c1", "3 intake.ref_twice"])
    }

    @Test func `a customer with too many rows is refused, and the next is taken`() throws {
        let rows = (0...Limits.intakeRowsOfCustomer).map { "d\($0);h;M;;;c1;x\n" }.joined()
        let said = try Desk().said(of: Self.head + rows + "z;h;M;;;c2;x\n", Self.devices)
        #expect(said.map(\.short) == ["2 intake.rows_of_customer", "4099 c2"])
    }

    @Test func `a customer whose rows hold too much is refused, though each of them is small`() throws {
        let model = String(repeating: "m", count: 60_000)
        let rows = (0..<70).map { "d\($0);h;\(model);;;c1;x\n" }.joined()
        let said = try Desk().said(of: Self.head + rows + "z;h;M;;;c2;x\n", Self.devices)
        #expect(said.map(\.short) == ["71 intake.rows_of_customer", "72 c2"])
    }

    @Test func `a folder does not come first, and there are eight files at most`() throws {
        let desk = try Desk()
        try desk.write("id,name,note\n", to: "clients.csv")
        let folder = (file: "", map: "map: f\nfolder: { by: names }")
        #expect(throws: IntakeFault.self) { try desk.open([folder]) }
        let table = (file: "clients.csv", map: Sample.map())
        #expect(throws: IntakeFault.self) { try desk.open(Array(repeating: table, count: 9)) }
        #expect(try desk.open([table, table]).next() == nil)
    }
}
