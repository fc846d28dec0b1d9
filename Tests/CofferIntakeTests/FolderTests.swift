import CofferIntake
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Folders of certificates and keys beside tables of devices.
@Suite struct FolderTests {
    private static let commands = [
        "req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.crt -days 9 -subj /CN=authority",
        "req -newkey ed25519 -nodes -keyout k1.pem -out a.csr -subj /CN=edge-1.net.example",
        "x509 -req -in a.csr -CA ca.crt -CAkey ca.key -days 9 -set_serial 7 -out edge.crt",
        "req -x509 -newkey ed25519 -nodes -keyout b.key -out b.crt -days 9 -subj /CN=b "
            + "-addext subjectAltName=DNS:Edge-2.net.example,IP:192.0.2.7",
        "pkcs12 -export -inkey b.key -in b.crt -passout 'pass:canary pass' -out b.p12",
        "pkcs8 -topk8 -in k1.pem -passout 'pass:canary two' -out k1.sealed",
    ]

    private static let devices = """
        map: devices
        table: { rows: several }
        customer: { ref: owner, language: { value: en }, source: { value: order } }
        each:
          - class: device
            ref: serial
            fields: { hostname: host, mgmt_address: ip }
        """

    /// A table of devices, and a folder with some of the files.
    private func desk(_ files: [String: String], rows: String) async throws -> Desk {
        let made = try await OpenSSL.make(Self.commands)
        let desk = try Desk()
        try FileManager.default.createDirectory(
            atPath: desk.folder.file("certs"), withIntermediateDirectories: false)
        for (name, file) in files { try desk.write(try #require(made[file]), to: "certs/" + name) }
        try desk.write("serial,host,ip,owner\n" + rows, to: "devices.csv")
        return desk
    }

    private func said(_ desk: Desk, _ map: String = "by: names", _ passphrases: String? = nil) throws
        -> [Said]
    {
        try desk.all(
            ("devices.csv", Self.devices), ("certs", "map: c\nfolder: { \(map) }"), passphrases: passphrases)
    }

    private func certificates(_ said: Said?) -> [JSON] {
        (said?.json?["records"]?.array ?? []).filter { $0["class"] == "certificate" }
    }

    @Test func `keys find their certificates, certificates their devices and who vouches for them`()
        async throws
    {
        let desk = try await desk(
            ["z-any": "k1.pem", "edge.crt": "edge.crt", "root.pem": "ca.crt", "b.p12": "b.p12"],
            rows: "d1,edge-1.net.example,,c1\nd2,EDGE-2.net.example,,c2\nd3,edge-3.net.example,,c3\n")
        let said = try said(desk, "by: names", "canary pass\n")
        #expect(said.map(\.short) == ["2 c1", "3 c2", "4 c3"])
        let first = try #require(certificates(said[0]).first)
        #expect(first["device"] == "d1")
        #expect(Set(first["fields"]?.object.map { Array($0.keys) } ?? []) == ["pem", "chain", "private_key"])
        #expect(certificates(said[1]).first?["fields"]?["private_key"] != nil)
        #expect(certificates(said[2]).isEmpty)
    }

    @Test func `a certificate and its key go to one customer, whatever others call their devices`()
        async throws
    {
        let desk = try await desk(
            ["k": "k1.pem", "edge.crt": "edge.crt"],
            rows: "d1,edge-1.net.example,,c1\nd2,edge-1.net.example,,c1\nd3,edge-1.net.example,,c2\n")
        let said = try said(desk)
        #expect(certificates(said.first).count == 2)
        #expect(said.last?.json == nil)
        #expect(said.last?.short.contains("intake.device_twice") == true)
    }

    @Test func `a certificate is found by the address of its device as well`() async throws {
        let desk = try await desk(["b.pem": "b.crt"], rows: "d1,x.example,192.0.2.7,c1\n")
        let said = try said(desk, "by: names, device: mgmt_address")
        #expect(certificates(said.first).first?["fields"]?.object?.count == 1)
    }

    @Test func `a file may be named after its device, or stand in the map's list`() async throws {
        let desk = try await desk(
            ["D1.pem": "edge.crt", "key": "k1.sealed"], rows: "d1,one.example,,c1\nd2,two.example,,c2\n")
        let named = try said(desk, "by: file_name, device: ref", "key\tcanary two\n")
        #expect(certificates(named[0]).count == 1 && certificates(named[1]).isEmpty)
        let listed = try said(desk, "by: list, list: { D1.pem: d2 }", "key\tcanary two\n")
        #expect(certificates(listed[0]).isEmpty && certificates(listed[1]).count == 1)
        #expect(certificates(listed[1]).first?["fields"]?["private_key"] != nil)
        #expect(throws: IntakeFault.self) { try said(desk, "by: list, list: { gone.pem: d2 }") }
    }

    @Test func `a file that is nobody's is told by its number, after the customers`() async throws {
        let desk = try await desk(
            ["a.pem": "b.crt", "b.pem": "edge.crt", "c.key": "ca.key"], rows: "d1,edge-1.net.example,,c1\n")
        #expect(try said(desk).map(\.short) == ["2 c1", "file 2 1 intake.device", "file 2 3 intake.device"])
    }

    @Test func `a file that does not open could be anybody's, so nobody goes in`() async throws {
        let desk = try await desk(
            ["a.p12": "b.p12", "b.pem": "edge.crt", "c.key": "k1.sealed", "d.pem": "a.csr"],
            rows: "d1,edge-1.net.example,,c1\n")
        #expect(
            try said(desk).map(\.short) == [
                "file 2 1 intake.passphrase", "file 2 3 private_key.encrypted", "file 2 4 private_key.pem",
            ])
        let wrong = try said(desk, "by: names", "a.p12\tcanary\nc.key\tcanary\n")
        #expect(
            wrong.map(\.short) == [
                "file 2 1 pkcs12.passphrase", "file 2 3 private_key.passphrase", "file 2 4 private_key.pem",
            ])
        let told = "\(wrong)"
        #expect(!told.contains("canary"))
    }

    @Test func `folders, links and larger files than keys are refused`() async throws {
        let desk = try await desk(["b.pem": "edge.crt"], rows: "d1,edge-1.net.example,,c1\n")
        let manager = FileManager.default
        try manager.createDirectory(atPath: desk.folder.file("certs/a"), withIntermediateDirectories: false)
        try manager.createSymbolicLink(
            atPath: desk.folder.file("certs/c"), withDestinationPath: desk.folder.file("certs/b.pem"))
        try desk.write([UInt8](repeating: 0x61, count: 70_000), to: "certs/d")
        #expect(
            try said(desk).map(\.short) == [
                "file 2 1 intake.file", "file 2 3 intake.file", "file 2 4 intake.file_size",
            ])
        #expect(throws: IntakeFault.self) {
            try desk.all(("devices.csv", Self.devices), ("gone", "map: c\nfolder: { by: names }"))
        }
    }

    @Test func `a device with a certificate needs a reference`() async throws {
        let desk = try await desk(["b.pem": "edge.crt"], rows: ",edge-1.net.example,,c1\n")
        #expect(try said(desk).map(\.short).first == "2 intake.parent")
    }

    static let passphrases: [(text: String, line: Int)] = [
        ("a\tone\nno tab\n", 2), ("a\tone\na\ttwo\n", 2), ("\tone\n", 1), ("one\ntwo\n", 1),
    ]

    @Test(arguments: passphrases)
    func `passphrases are lines of a name, a tab and the rest, or one line for all`(
        _ sample: (text: String, line: Int)
    ) throws {
        var bytes = Array(sample.text.utf8)
        do throws(IntakeFault) {
            _ = try Passphrases(wiping: &bytes)
            Issue.record("\(sample.line)")
        } catch {
            #expect(error.rule == "intake.passphrases" && error.place.line == sample.line)
        }
        #expect(bytes.allSatisfy { $0 == 0 })
    }
}
