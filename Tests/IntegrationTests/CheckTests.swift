import CofferModel
import Foundation
import Testing

@Suite struct CheckTests {
    @Test func `verify says clean, and names a record that was changed on disk`() throws {
        let house = try House(customers: 3)
        let clean = try house.coffer("verify", "--json")
        #expect(clean.status == 0)
        #expect(clean.json?["clean"] == true)
        #expect(clean.json?["records"] == 15)
        let data = house.path + "/acme/data.db"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: data))
        let subject = try house.subject(2)
        let raw = Data(subject.replacing("-", with: "").hexBytes)
        let page = try #require(bytes.range(of: raw, options: .backwards))
        bytes[page.upperBound + 200] ^= 1
        try bytes.write(to: URL(fileURLWithPath: data))
        let found = try house.coffer("verify")
        #expect(found.status == 4)
        #expect(found.out.contains("finding: "))
        for value in Customer.values(2) { #expect(!found.out.contains(value)) }
    }

    @Test func `the ledger is checked without custody, and a changed row is named`() throws {
        let house = try House(customers: 1)
        try FileManager.default.removeItem(atPath: house.path + "/acme-custody")
        let whole = try house.coffer("ledger", "verify", "--json")
        #expect(whole.status == 0)
        let log = try #require(whole.json?["logs"]?.array?.first)
        #expect(log["anchored"] == log["rows"])
        #expect(try house.coffer("verify").status == 5)
        let copy = house.path + "/copy"
        try FileManager.default.copyItem(atPath: house.path + "/acme/ledger/00001", toPath: copy)
        #expect(
            try house.coffer("ledger", "verify", "--log", "copy", "--key", "acme/ledger/00001/key.pub").status
                == 0)
        let rows = house.path + "/acme/ledger/00001/rows.jsonl"
        let text = try String(contentsOfFile: rows, encoding: .utf8)
        try text.replacing("\"add_staff\"", with: "\"x\"").replacing("\"staff\"", with: "\"stuff\"")
            .replacing("key_admin", with: "key_amdin").write(toFile: rows, atomically: false, encoding: .utf8)
        let changed = try house.coffer("ledger", "verify")
        #expect(changed.status == 4)
        #expect(changed.out.contains("finding: row 1 was changed"))
        #expect(try house.coffer("ledger", "verify", "--log", "nowhere").status == 3)
        #expect(try house.coffer("ledger", "verify", "--key", "x").status == 2)
    }

    @Test func `the newest rows of the ledger, of all or of one customer`() throws {
        let house = try House(customers: 2)
        let subject = try house.subject(1)
        let rows = try house.coffer("ledger", "show", "--last", "2", "--json")
        #expect(rows.json?["rows"]?.array?.map { $0["action"]?.string } == ["find", "ledger"])
        let his = try house.coffer("ledger", "show", "--subject", subject, "--json")
        #expect(his.json?["rows"]?.array?.map { $0["action"]?.string } == ["import", "find", "ledger"])
        #expect(try house.coffer("ledger", "show").out.contains("support_technician"))
        #expect(try house.coffer("ledger", "show", "--as", "billing_clerk", "--for", "billing").status == 1)
        #expect(try house.coffer("ledger", "show", "--last", "0").status == 2)
    }

    @Test func `the inventory of keys names uses and never shows a key`() throws {
        let house = try House(customers: 0)
        let keys = try house.coffer("key", "list", "--json")
        #expect(keys.status == 0)
        let lines = try #require(keys.json?["keys"]?.array)
        #expect(lines.contains { $0["use"] == "field payment.pan" && $0["state"] == "active" })
        #expect(try house.coffer("key", "list", "--as", "billing_clerk", "--for", "billing").status == 1)
    }

    @Test func `charters are checked, shown as a table and explained`() throws {
        let house = try House(customers: 1)
        #expect(try house.coffer("charter", "check", "network-admin").status == 0)
        try house.write("charter: own\nversion: 1\nextends: base\nsurprise: yes\n", to: "own.yaml")
        let broken = try house.coffer("charter", "check", "own.yaml", "--json")
        #expect(broken.status == 2)
        #expect((broken.json?["refusals"]?.array?.count ?? 0) > 1)
        let csv = try house.coffer("charter", "table", "network-admin", "--csv")
        #expect(csv.out.hasPrefix("role,field,purpose,use,mask,needs\r\n"))
        #expect(try house.coffer("charter", "table", "network-admin", "--html").out.hasPrefix("<table>"))
        let own = try house.coffer("charter", "table", "--json")
        #expect((own.json?["rows"]?.array?.count ?? 0) > 100)
        let explain = [
            "charter", "explain", "--role", "billing_clerk", "--purpose", "billing", "--field", "payment.pan",
            "--json",
        ]
        let granted = try house.coffer(explain + ["--charter", "network-admin"])
        #expect(granted.status == 0)
        #expect(granted.json?["granted"] == true)
        let denied = try house.coffer(explain + ["--subject", try house.subject(1), "--form", "clear"])
        #expect(denied.status == 1)
        #expect(denied.json?["steps"]?.array?.last?["code"] == "role_denied")
        #expect(try house.coffer(explain).status == 2)
    }

    @Test func `a notice is shown as it would leave, and only to whom the charter lets`() throws {
        let house = try House(customers: 0)
        let examples = Places.package + "/keys-example/customers.jsonl"
        try house.must(house.coffer("import", examples))
        let support = ["--as", "support_technician", "--for", "support"]
        let found = try house.coffer(
            ["subject", "find", "contact.email"] + support, input: "asel.kuanyshbekova@poshta-kz.example")
        let subject = found.out.trimmingCharacters(in: .newlines)
        let shown = try house.coffer(["subject", "show", subject, "certificate.*", "--json"] + support)
        let record = try #require(shown.json?["records"]?.array?.first?["record"]?.string)
        let preview = ["notice", "preview", "certificate_expiring", "--subject", subject, "--about", record]
        let notice = try house.coffer(
            preview + ["--as", "network_engineer", "--for", "service_notice", "--json"])
        #expect(notice.status == 0, "\(notice.err)")
        #expect(notice.json?["language"] == "kk")
        #expect(notice.json?["subject"]?.string?.contains("edge-") == false)
        #expect(try house.coffer(preview + ["--as", "billing_clerk", "--for", "billing"]).status == 1)
    }

    @Test func `the tour behaves as it tells, and leaves nothing`() throws {
        let house = try House()
        let tour = try house.coffer("demo", "--examples", Places.package + "/keys-example")
        #expect(tour.status == 0, "\(tour.err)")
        #expect(tour.out.contains("the ledger does not extend its anchor"))
        let elsewhere = try house.coffer("demo")
        #expect(elsewhere.status == 2)
    }

    @Test func `shells get completions, and every verb explains itself`() throws {
        let house = try House()
        #expect(try house.coffer("--generate-completion-script", "bash").out.contains("subject"))
        for verb in [
            "init", "staff", "subject", "import", "erase", "verify", "ledger", "charter", "key", "notice",
        ] {
            let help = try house.coffer(verb, "--help")
            #expect(help.status == 0 && help.out.contains("USAGE"))
        }
    }
}

extension String {
    fileprivate var hexBytes: [UInt8] { Hex.decode(utf8) ?? [] }
}
