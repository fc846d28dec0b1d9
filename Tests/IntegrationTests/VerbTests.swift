import CofferModel
import Foundation
import Testing

@Suite struct InitTests {
    @Test func `init makes vault, custody and anchor apart from each other, reachable by their owner only`()
        throws
    {
        let house = try House()
        let made = try house.coffer("init", "acme/", "--charter", "network-admin", "--admin", "Ада", "--json")
        #expect(made.status == 0)
        let anchor = try #require(made.json?["anchor"]?.string)
        #expect(made.json?["custody"] == "acme-custody")
        #expect(made.json?["admin"] == "Ада")
        #expect(anchor.hasPrefix(house.path + "/state/coffer/anchors/"))
        for (path, mode) in [("acme", 0o700), ("acme-custody", 0o700), ("acme-custody/root.key", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: house.path + "/" + path)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
        #expect(FileManager.default.fileExists(atPath: anchor + "/00001"))
        let me = try house.coffer("whoami", "--json")
        #expect(me.json?["roles"] == ["admin"])
        #expect(me.json?["may"]?.array?.first?["left"]?["clear_values"] == 0)
    }

    @Test func `init for a person names what to back up and what protects against what`() throws {
        let house = try House()
        let made = try house.coffer("init", "acme", "--charter", "network-admin")
        #expect(["acme-custody", "root.key", "anchor", "scopes.db"].allSatisfy { made.out.contains($0) })
        #expect(!made.out.contains("\u{1B}"))
    }

    @Test(arguments: [
        ["init", "acme", "--charter", "no-such"], ["init", "here/there", "--charter", "network-admin"],
        ["init", ".", "--charter", "network-admin"], ["init", "acme"], ["init"], ["no-such-verb"],
        ["init", "acme", "--charter", "broken.yaml"],
    ])
    func `what cannot be made is a usage error and leaves nothing`(arguments: [String]) throws {
        let house = try House()
        try house.write("charter: broken\n", to: "broken.yaml")
        let refused = try house.coffer(arguments)
        #expect(refused.status == 2)
        #expect(refused.out.isEmpty)
        #expect(refused.err.contains("coffer: "))
        #expect(!FileManager.default.fileExists(atPath: house.path + "/acme"))
    }

    @Test func `without a vault there is a sentence that says so`() throws {
        let house = try House()
        let refused = try house.coffer("verify")
        #expect(refused.status == 2)
        #expect(refused.err == "coffer: usage: there is no vault in this directory; coffer init makes one\n")
    }
}

@Suite struct StaffTests {
    @Test func `people are entered, listed, given roles and disabled`() throws {
        let house = try House(customers: 0)
        let added = try house.coffer(
            "staff", "add", "Боян", "--uid", "4242", "--role", "billing_clerk", "--json")
        #expect(added.status == 0)
        #expect(added.json?["done"]?["acknowledged"] == false)
        let more = try house.coffer("staff", "add", "Боян", "--uid", "4242", "--role", "auditor", "--json")
        #expect(more.json?["done"]?["roles"] == ["auditor", "billing_clerk"])
        #expect(try house.coffer("staff", "list").out.contains("not acknowledged"))
        #expect(try house.coffer("staff", "disable", "Боян", "--json").json?["done"]?["active"] == false)
        #expect(try house.coffer("staff", "list", "--json").json?["staff"]?.array?.count == 2)
    }

    @Test func `with two administrators a change waits, says who has to do what, and is taken back`()
        async throws
    {
        let house = try House(customers: 0)
        let second = try house.coffer("staff", "add", "Vera", "--uid", "65002", "--role", "admin")
        #expect(second.out.contains("Once he has, giving a role takes both administrators"))
        try await house.addSecond()
        let told = try house.coffer("staff", "add", "Боян", "--uid", "4242", "--role", "billing_clerk")
        #expect(told.status == 0)
        #expect(told.out.contains("enter Боян, uid 4242, as billing_clerk"))
        let waiting = try house.coffer("staff", "proposals", "--json")
        let one = try #require(waiting.json?["proposals"]?.array?.first)
        let id = try #require(one["proposal"]?.string)
        #expect(told.out.contains("    coffer staff approve \(id)\n"))
        #expect(one["change"] == "roles" && one["uid"] == 4242 && one["actor"] == .null)
        #expect(try house.coffer("staff", "proposals").out.contains(id))
        // The same again is the same.
        let again = try house.coffer(
            "staff", "add", "Боян", "--uid", "4242", "--role", "billing_clerk", "--json")
        #expect(again.json?["proposed"] == one)
        let own = try house.coffer("staff", "approve", id)
        #expect(own.status == 1)
        #expect(own.err.hasPrefix("coffer: approval_missing"))
        #expect(
            try house.coffer("staff", "disable", "Vera", "--json").json?["proposed"]?["change"] == "disable")
        #expect(try house.coffer("staff", "approve", "nonsense").status == 2)
        #expect(try house.coffer("staff", "withdraw", id).status == 0)
        #expect(try house.coffer("staff", "withdraw", id).status == 3)
        #expect(try house.coffer("staff", "approve", id).status == 3)
        #expect(try house.coffer("staff", "list", "--json").json?["staff"]?.array?.count == 2)
    }

    @Test func `a program is entered as one, and somebody disabled is enabled again`() throws {
        let house = try House(customers: 0)
        let mailer = try house.coffer(
            "staff", "add", "mailer", "--uid", "994", "--role", "dispatcher", "--service", "--json")
        #expect(mailer.json?["done"]?["kind"] == "service")
        let admin = try house.coffer("staff", "add", "robot", "--uid", "995", "--role", "admin", "--service")
        #expect(admin.err == "coffer: bad_value (staff.service_role)\n")
        #expect(try house.coffer("staff", "list").out.contains("service"))
        _ = try house.coffer("staff", "disable", "mailer")
        #expect(try house.coffer("staff", "enable", "mailer", "--json").json?["done"]?["active"] == true)
    }

    @Test func `the last administrator stays, and roles that the charter does not know are refused`() throws {
        let house = try House(customers: 0)
        let last = try house.coffer("staff", "disable", "\(NSUserName())")
        #expect([1, 3].contains(last.status))
        let role = try house.coffer("staff", "add", "X", "--uid", "7", "--role", "emperor")
        #expect(role.status == 2)
        #expect(role.err == "coffer: bad_value (staff.role)\n")
        let nobody = try house.coffer("staff", "disable", "nobody")
        #expect(nobody.status == 3)
    }

    @Test func `acknowledging asks, and without a terminal wants to be told`() throws {
        let house = try House(customers: 0)
        #expect(try house.coffer("staff", "acknowledge").status == 2)
        let accepted = try house.coffer("staff", "acknowledge", "--yes", "--language", "kk")
        #expect(accepted.status == 0)
        #expect(accepted.out.contains("құпия"))
    }
}

@Suite struct LoginTests {
    @Test func `the second factor is made, proved, and refused with a wrong passphrase`() throws {
        let house = try House(customers: 0)
        let keys = house.path + "/mine"
        try FileManager.default.createDirectory(
            atPath: keys, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let none = try house.coffer("login", "mine/login.key", input: "a long enough passphrase\n")
        #expect(none.status == 1)
        #expect(none.err.hasPrefix("coffer: no_mfa"))
        let short = try house.coffer("login", "mine/login.key", "--enrol", input: "too short\n")
        #expect(short.status == 2)
        #expect(!short.err.contains("too short"))
        let made = try house.coffer(
            "login", "mine/login.key", "--enrol", "--json", input: "a long enough passphrase\n")
        #expect(made.status == 0, "\(made.err)")
        let until = try house.coffer("login", "mine/login.key", "--json", input: "a long enough passphrase\n")
        #expect(until.json?["until"]?.string.flatMap { Timestamp($0) } != nil)
        #expect(try house.coffer("login", "mine/login.key", input: "another passphrase\n").status == 1)
    }

    @Test func `a process opens with its own key what its role may see, and nothing else`() throws {
        let house = try House(customers: 1)
        let keys = house.path + "/job"
        try FileManager.default.createDirectory(
            atPath: keys, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let given = try house.coffer(
            "key", "role", "billing_job", "--role", "billing_clerk", "--out", "job/billing.key", "--json")
        #expect(given.status == 0, "\(given.err)")
        let subject = try house.subject(1)
        let view = try house.coffer(
            "subject", "show", subject, "identity.family_name", "--as", "billing_clerk", "--for", "billing",
            "--role-key", "job/billing.key")
        #expect(view.status == 0, "\(view.err)")
        #expect(view.out.contains("Канарче"))
        let device = try house.coffer(
            "subject", "show", subject, "device.hostname", "identity.family_name", "--as", "network_engineer",
            "--for", "device_ops", "--role-key", "job/billing.key", "--json")
        #expect(!device.out.contains("canary-edge"))
    }
}

@Suite struct SubjectTests {
    @Test func `a customer is found by a value from standard input, never from an argument`() throws {
        let house = try House(customers: 2)
        let asking = ["--as", "billing_clerk", "--for", "billing"]
        let found = try house.coffer(
            ["subject", "find", "contact.email", "--json"] + asking, input: Customer.email(2) + "\n")
        #expect(found.status == 0)
        #expect(found.json?["subjects"]?.array?.count == 1)
        for wrong in [["contact.email", Customer.email(2)], ["contact.email=" + Customer.email(2)]] {
            let refused = try house.coffer(["subject", "find"] + wrong + asking)
            #expect(refused.status == 2)
            #expect(!refused.err.contains(Customer.email(2)))
        }
        let miss = try house.coffer(
            ["subject", "find", "contact.email"] + asking, input: "no.one@example.com")
        #expect(miss.status == 3)
        #expect(miss.out.isEmpty)
        let denied = try house.coffer(["subject", "find", "payment.pan"] + asking, input: "4111111111111111")
        #expect(denied.status == 1)
        #expect(denied.err.hasPrefix("coffer: role_denied: "))
        let bad = try house.coffer(
            ["subject", "find", "contact.email", "--json"] + asking, input: "not an address")
        #expect(bad.status == 2)
        #expect(bad.refusal?["code"] == "bad_value")
        #expect(bad.refusal?["field"] == "contact.email")
        #expect(!bad.err.contains("not an address"))
    }

    @Test func `the same customer, answered by role: the shape for programs`() throws {
        let house = try House(customers: 1)
        let subject = try house.subject(1)
        let shown = try house.coffer(
            "subject", "show", subject, "payment.*", "identity.given_name", "--as", "billing_clerk", "--for",
            "billing", "--json")
        #expect(shown.status == 0)
        #expect(shown.json?["subject"] == .string(subject))
        let records = try #require(shown.json?["records"]?.array)
        let payment = try #require(records.first { $0["class"] == "payment" })
        #expect(payment["revision"] == 1)
        #expect(payment["fields"]?["pan"] == ["form": "masked", "value": "411111******1111"])
        let support = try house.coffer(
            "subject", "show", subject, "payment.pan", "contact.email", "--as", "support_technician", "--for",
            "support", "--json")
        let seen = try #require(support.json?["records"]?.array)
        #expect(seen.contains { $0["fields"]?["pan"] == ["denied": "no_purpose"] })
        let nothing = try house.coffer(
            "subject", "show", subject, "payment.pan", "--as", "support_technician", "--for", "support")
        #expect(nothing.status == 1)
        #expect(nothing.err.hasPrefix("coffer: no_purpose: "))
        let missing = try house.coffer(
            "subject", "show", "01a1fe05-484c-7065-874a-471337b904c3", "--as", "billing_clerk", "--for",
            "billing")
        #expect(missing.status == 3)
        #expect(try house.coffer("subject", "show", subject).status == 2)
        #expect(try house.coffer("subject", "show", subject, "--as", "billing_clerk").status == 2)
        #expect(
            try house.coffer(
                "subject", "show", subject, "--form", "clear", "--as", "auditor", "--for", "audit"
            )
            .status == 2)
    }

    @Test func `a customer is added, written, and another's write is not overwritten`() throws {
        let house = try House(customers: 0)
        let support = ["--as", "support_technician", "--for", "support"]
        let line = """
            {"language":"bg","source":"order","records":[{"class":"identity","fields":{"given_name":"Ада"}},\
            {"class":"contact","fields":{"email":"canary.ada@example.com"}}]}
            """
        let added = try house.coffer(
            ["subject", "add", "--json", "--idempotency-key", "k1"] + support, input: line)
        #expect(added.status == 0, "\(added.err)")
        let subject = try #require(added.json?["subject"]?.string)
        let record = try #require(added.json?["records"]?.array?.last?.string)
        let again = try house.coffer(
            ["subject", "add", "--json", "--idempotency-key", "k1"] + support, input: line)
        #expect(again.json?["subject"]?.string == subject)
        let set = ["subject", "set", record, "--revision", "1", "--json"] + support
        #expect(try house.coffer(set, input: #"{"phone":"+359887648001"}"#).json?["revision"] == 2)
        let late = try house.coffer(set, input: #"{"phone":"+359887648002"}"#)
        #expect(late.status == 1)
        #expect(late.refusal?["code"] == "conflict")
        let bad = try house.coffer(
            ["subject", "set", record, "--revision", "2"] + support, input: #"{"email":"canary at home"}"#)
        #expect(bad.status == 2)
        #expect(bad.err.hasPrefix("coffer: bad_value contact.email ("))
        #expect(!bad.err.contains("canary"))
        try house.write(#"{"class":"contact","fields":{"phone":"+359887648003"}}"#, to: "record.json")
        let second = try house.coffer(
            ["subject", "add", "--to", subject, "--from", "record.json", "--json"] + support)
        #expect(second.status == 0, "\(second.err)")
        let denied = try house.coffer(
            "subject", "add", "--as", "auditor", "--for", "audit", input: line)
        #expect(denied.status == 1)
        #expect(!denied.err.contains("canary"))
        #expect(try house.coffer(["subject", "add"] + support, input: "{").status == 2)
    }

    @Test func `a record is removed, and the history says who did what`() throws {
        let house = try House(customers: 1)
        let subject = try house.subject(1)
        let shown = try house.coffer(
            "subject", "show", subject, "device.*", "contact.*", "--as", "privacy_officer", "--for",
            "subject_rights", "--json")
        let records = try #require(shown.json?["records"]?.array)
        let record = try #require(records.first { $0["class"] == "contact" }?["record"]?.string)
        let rights = ["--as", "privacy_officer", "--for", "subject_rights"]
        let without = try house.coffer(["subject", "remove", record, "--yes", "--revision", "1"] + rights)
        #expect(without.status == 1)
        #expect(without.err.contains("no_case"))
        let removed = try house.coffer(
            ["subject", "remove", record, "--yes", "--revision", "1", "--case", "DSR-1", "--json"] + rights)
        #expect(removed.status == 0, "\(removed.err)")
        #expect(removed.json?["records_removed"] == 1)
        let history = try house.coffer(["subject", "history", subject, "--json"] + rights)
        let rows = try #require(history.json?["rows"]?.array)
        #expect(rows.first?["action"] == "import")
        #expect(rows.contains { $0["action"] == "remove" && $0["state"] == "done" && $0["case"] == "DSR-1" })
        let denied = try house.coffer(
            "subject", "history", subject, "--as", "billing_clerk", "--for", "billing")
        #expect(denied.status == 1)
    }

    @Test func `an erased customer is not found, and his line does not bring him back`() throws {
        let house = try House(customers: 2)
        let subject = try house.subject(1)
        let erase = ["erase", subject, "--yes", "--as", "privacy_officer", "--for", "subject_rights"]
        let without = try house.coffer(erase)
        #expect(without.status == 1)
        #expect(without.err == "coffer: no_case: a ticket is needed, numbered like ABC-123: --case ID\n")
        let erased = try house.coffer(erase + ["--case", "DSR-3", "--json"])
        #expect(erased.status == 0)
        #expect(erased.json?["records_removed"] == 5)
        #expect(try house.coffer(erase + ["--case", "DSR-3"]).status == 3)
        let again = try house.coffer("import", "customers.jsonl", "--json")
        #expect(again.status == 1)
        #expect(again.json?["refused"] == [["line": 1, "code": "erased", "rule": "ref.erased"]])
        #expect(again.json?["unchanged"] == 1)
        #expect(try house.coffer("verify").status == 0)
    }
}

/// What a person is told when something is not as he thought.
@Suite struct MessageTests {
    @Test func `a login key is not made in the place of a file`() throws {
        let house = try House(customers: 0)
        try house.write("mine", to: "login.key")
        let refused = try house.coffer("login", "login.key", "--enrol", input: "a long enough passphrase\n")
        #expect(refused.status == 2)
        #expect(refused.err.contains("exists already"))
        #expect(try String(contentsOfFile: house.path + "/login.key", encoding: .utf8) == "mine")
    }

    @Test func `a language without a confidentiality text is refused, and nothing is accepted`() throws {
        let house = try House(customers: 0)
        let refused = try house.coffer("staff", "acknowledge", "--yes", "--language", "xx")
        #expect(refused.status == 2 && refused.out.isEmpty)
        #expect(refused.err.contains("language.unknown") && refused.err.contains("bg"))
        let rows = try house.coffer("ledger", "show", "--json").json?["rows"]?.array ?? []
        #expect(!rows.isEmpty && rows.allSatisfy { $0["action"] != "acknowledge" })
        #expect(try house.coffer("staff", "acknowledge", "--yes", "--language", "bg").status == 0)
        // Nobody asked for the language of the terminal.
        let other = try house.coffer(
            ["staff", "acknowledge", "--yes"], environment: ["LANG": "xx_XX.UTF-8"])
        #expect(other.status == 0)
    }

    @Test func `a field that the charter does not have is a mistake, whoever is asked about`() throws {
        let house = try House(customers: 1)
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        let nobody = "00000000-0000-7000-8000-000000000000"
        for subject in [try house.subject(1), nobody] {
            for field in ["contact.emial", "nothing.*"] {
                let shown = try house.coffer(
                    "subject", "show", subject, "identity.given_name", field, "--as", "support_technician",
                    "--for", "support")
                #expect(shown.status == 2)
                #expect(shown.err.hasPrefix("coffer: bad_value (field.unknown)"))
                #expect(!shown.err.contains("emial"))
            }
        }
    }

    @Test func `an import that may not be is refused in one line`() throws {
        let house = try House(customers: 0)
        let denied = ["import", "-", "--as", "billing_clerk", "--for", "billing"]
        let refused = try house.coffer(denied, input: Customer.lines(130))
        #expect(refused.status == 1)
        let lines = refused.out.split(separator: "\n")
        #expect(lines.count == 2, "\(refused.out)")
        #expect(lines.first?.hasPrefix("lines 1...130: ") == true)
        #expect(lines.last == "130 lines: 0 added, 0 unchanged, 130 refused")
        let told = try house.coffer(denied + ["--json"], input: Customer.lines(3))
        #expect(told.json?["refused"]?.array?.count == 3)
    }

    @Test func `who is entered keeps his name, and that is said`() throws {
        let house = try House()
        try house.must(house.coffer("init", "acme", "--charter", "network-admin", "--admin", "root"))
        let added = try house.coffer("staff", "add", "Ada", "--uid", "\(geteuid())", "--role", "auditor")
        #expect(added.status == 0)
        #expect(added.out.contains("is entered already, as root; that name stays"))
        let again = try house.coffer("staff", "add", "root", "--uid", "\(geteuid())", "--role", "security")
        #expect(!again.out.contains("that name stays"))
    }

    @Test func `unlocking what is open, and too often, says so`() throws {
        let service = try ServedHouse(customers: 0)
        let key = service.house.path + "/acme-custody/root.key"
        let open = try service.coffer("unlock", "--key", key)
        #expect(open.status == 1)
        #expect(open.err.contains("the vault is open already"))
        try service.house.must(service.coffer("lock"))
        let other = try House(customers: 0)
        let wrong = other.path + "/acme-custody/root.key"
        _ = try service.coffer("unlock", "--key", wrong)
        let soon = try service.coffer("unlock", "--key", wrong)
        // A slow host may be a second apart by itself.
        if soon.err.contains("throttled") { #expect(!soon.err.contains("hour")) }
    }
}
