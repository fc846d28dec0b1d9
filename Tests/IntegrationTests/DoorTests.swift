import CofferModel
import Foundation
import Testing

/// The command line answers the same beside the vault and through the socket.
@Suite struct DoorTests {
    private static let clerk = ["--as", "billing_clerk", "--for", "billing"]
    private static let support = ["--as", "support_technician", "--for", "support"]
    private static let officer = ["--as", "privacy_officer", "--for", "subject_rights", "--case", "DSR-1"]

    /// Verbs that leave the vault as it is: arguments and standard input.
    private func questions(of subject: String, _ record: String) -> [([String], String)] {
        let nobody = "00000000-0000-7000-8000-000000000000"
        let all: [([String], String)] = [
            (["subject", "find", "contact.email"] + Self.clerk, Customer.email(1) + "\n"),
            (["subject", "find", "contact.email"] + Self.clerk, "no.one@example.com\n"),
            (["subject", "find", "contact.email"] + Self.clerk, "not an address\n"),
            (["subject", "find", "payment.pan"] + Self.clerk, "4111111111111111\n"),
            (["subject", "find", "contact.email", "--as", "billing_clerk"], "x\n"),
            (["subject", "show", subject] + Self.clerk, ""),
            (["subject", "show", subject] + Self.support, ""),
            (["subject", "show", subject, "identity.given_name:clear"] + Self.support, ""),
            (
                [
                    "subject", "show", subject, "contact.phone:clear", "--case", "NET-1", "--reason",
                    "call_back",
                ]
                    + Self.support, ""
            ),
            (["subject", "show", subject, "--as", "network_engineer", "--for", "device_ops"], ""),
            (["subject", "show", subject, "device_access.secret", "--as", "auditor", "--for", "audit"], ""),
            (["subject", "show", nobody] + Self.clerk, ""),
            (["subject", "show", "nonsense"] + Self.clerk, ""),
            (["subject", "set", record, "--revision", "9"] + Self.clerk, #"{"status": "paid"}"#),
            (["subject", "set", record, "--revision", "1"] + Self.clerk, #"{"nothing": 1}"#),
            (["subject", "set", record, "--revision", "1"] + Self.clerk, "no json"),
            (["subject", "remove", record, "--revision", "1", "--yes"] + Self.support, ""),
            (["subject", "add"] + Self.support, #"{"language": "xx", "source": "order", "records": []}"#),
            (
                ["subject", "add", "--to", subject] + Self.support,
                #"{"class": "contact", "fields": {"email": "x"}}"#
            ),
            (["subject", "history", subject] + Self.clerk, ""),
            (["erase", subject, "--yes"] + Self.support, ""),
            (["erase", subject], ""),
            (
                [
                    "notice", "preview", "no_such_kind", "--subject", subject, "--about", record, "--as",
                    "network_engineer", "--for", "service_notice",
                ], ""
            ),
            (["key", "list"], ""), (["key", "list"] + Self.clerk, ""),
            (["staff", "list"], ""), (["staff", "disable", "Nobody"], ""), (["staff", "proposals"], ""),
            (["staff", "add", "X", "--uid", "77", "--role", "emperor"], ""),
            (["staff", "acknowledge"], ""), (["staff", "acknowledge", "--yes", "--language", "kk"], ""),
            (["ledger", "show", "--last", "0"], ""), (["ledger", "show", "--subject", nobody], ""),
            (["delivery", "show"], ""), (["delivery", "show"] + Self.clerk, ""), (["delivery", "check"], ""),
            (["delivery", "set", "-"], "no json"), (["delivery", "set", "-"], #"{"sender": 1}"#),
            (["delivery", "set", "none.json"], ""), (["delivery", "approve", nobody], ""),
            (["login", "none.key"], "a long enough passphrase\n"),
        ]
        return all + all.map { ($0.0 + ["--json"], $0.1) }
    }

    @Test func `each verb answers the same, refusals and exit status included`() throws {
        let house = try House(customers: 2)
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        let subject = try house.subject(1)
        let shown = try house.coffer(["subject", "show", subject, "payment.*", "--json"] + Self.clerk)
        let record = try #require(shown.json?["records"]?.array?.first?["record"]?.string)
        let questions = questions(of: subject, record)
        let beside = try questions.map { try house.coffer($0.0, input: $0.1) }
        let service = try ServedHouse(serving: house)
        for (question, expected) in zip(questions, beside) {
            let answer = try service.coffer(question.0, input: question.1)
            let name = question.0.joined(separator: " ")
            #expect(answer.status == expected.status, "\(name)")
            #expect(answer.out == expected.out, "\(name)")
            #expect(answer.err == expected.err, "\(name)")
        }
        #expect(beside.contains { $0.status == 0 } && beside.contains { $0.status == 3 })
        let me = try service.coffer("whoami", "--json")
        #expect(me.status == 0)
        let here = try #require(me.json?["may"]?.array)
        #expect(service.stop().status == 0)
        let may = try house.coffer("whoami", "--json").json?["may"]?.array
        #expect(here.map { $0["role"] } == may?.map { $0["role"] })
        #expect(here.map { $0["purposes"] } == may?.map { $0["purposes"] })
    }

    @Test func `what is written through the socket is in the vault`() throws {
        let service = try ServedHouse(customers: 1)
        let line = """
            {"language":"bg","source":"order","records":[{"class":"identity","fields":{"given_name":"Ада"}},\
            {"class":"contact","fields":{"email":"canary.ada@example.com"}}]}
            """
        let add = ["subject", "add", "--json", "--idempotency-key"] + ["k1"] + Self.support
        let added = try service.coffer(add, input: line)
        #expect(added.status == 0, "\(added.err)")
        #expect(try service.coffer(add, input: line).out == added.out)
        let subject = try #require(added.json?["subject"]?.string)
        let record = try #require(added.json?["records"]?.array?.last?.string)
        let set = ["subject", "set", record, "--revision", "1", "--json"] + Self.support
        #expect(try service.coffer(set, input: #"{"phone":"+359887648001"}"#).json?["revision"] == 2)
        let late = try service.coffer(set, input: #"{"phone":"+359887648002"}"#)
        #expect(late.status == 1 && late.refusal?["code"] == "conflict")
        let more = try service.coffer(
            ["subject", "add", "--to", subject, "--json"] + Self.support,
            input: #"{"class":"contact","fields":{"phone":"+359887648003"}}"#)
        #expect(more.json?["record"]?.string != nil, "\(more.err)")
        let rows = try service.coffer(["subject", "history", subject, "--json"] + Self.officer)
        #expect(rows.status == 0, "\(rows.err)")
        let erased = try service.coffer(["erase", subject, "--yes", "--json"] + Self.officer)
        #expect(erased.status == 0, "\(erased.err)")
        #expect(try service.coffer(["subject", "show", subject] + Self.clerk).status == 3)
        let newest = try service.coffer("ledger", "show", "--last", "5", "--json")
        #expect(newest.json?["rows"]?.array?.count == 5)
        #expect(service.stop().status == 0)
        #expect(try service.house.coffer("verify").status == 0)
    }

    @Test func `an import through the socket counts and reports as one beside the vault`() throws {
        let lines = [
            "\u{FEFF}" + Customer.line(1), "",
            Customer.line(2).replacing("4111111111111111", with: "4111111111111112"),
            "{\"ref\":\"canary-broken\"", "", "", String(repeating: "canary", count: 60_000),
            Customer.line(8) + "\r",
        ]
        let house = try House(customers: 0)
        let service = try ServedHouse(customers: 0)
        for json in [[], ["--json"]] {
            for place in [house, service.house] {
                try place.write(lines.joined(separator: "\n"), to: "mixed.jsonl")
            }
            let beside = try house.coffer(["import", "mixed.jsonl"] + json)
            let asked = try service.coffer(["import", "mixed.jsonl"] + json)
            #expect(asked.status == beside.status)
            #expect(asked.out == beside.out)
            #expect(asked.err == beside.err)
        }
        let denied = ["import", "-", "--as", "billing_clerk", "--for", "billing", "--json"]
        let expected = try house.coffer(denied, input: Customer.line(1))
        let answer = try service.coffer(denied, input: Customer.line(1))
        #expect((answer.status, answer.out, answer.err) == (expected.status, expected.out, expected.err))
        let empty = try service.coffer("import", "-", "--json")
        #expect(empty.json == ["lines": 0, "added": 0, "unchanged": 0, "refused": []])
    }

    @Test func `Ctrl-C ends an import through the socket at a line, and running it again finishes it`() throws
    {
        let service = try ServedHouse(customers: 0)
        try service.house.write(Customer.lines(ImportTests.many * 4), to: "many.jsonl")
        let running = try service.start(["import", "many.jsonl", "--json"])
        let rows = service.house.path + "/acme/ledger/00001/rows.jsonl"
        try ImportTests.wait { ImportTests.size(rows) > 100_000 || !running.isRunning }
        running.send(SIGINT)
        let stopped = running.end()
        let rest = try service.coffer("import", "many.jsonl", "--json")
        #expect(rest.status == 0, "\(rest.err)")
        // A fast host may have been done before.
        if stopped.status == 130 {
            #expect(stopped.json?["stopped"] == true)
            #expect(rest.json?["unchanged"] == stopped.json?["added"])
        }
        #expect(service.stop().status == 0)
        #expect(try service.house.coffer("verify").status == 0)
    }

    @Test func `a service that dies in the middle leaves the outcome unknown, and nothing broken`() throws {
        let service = try ServedHouse(customers: 0)
        try service.house.write(Customer.lines(ImportTests.many * 4), to: "many.jsonl")
        let running = try service.start(["import", "many.jsonl"])
        let rows = service.house.path + "/acme/ledger/00001/rows.jsonl"
        try ImportTests.wait { ImportTests.size(rows) > 100_000 || !running.isRunning }
        kill(service.pid, SIGKILL)
        let broken = running.end()
        #expect(broken.status == 6, "\(broken.err)")
        #expect(broken.err.hasPrefix("coffer: unknown"))
        #expect(broken.out.contains("stopped: "))
        #expect(try service.coffer("key", "list").status == 5)
        let rest = try service.house.coffer("import", "many.jsonl", "--json")
        #expect(rest.status == 0)
        #expect(try service.house.coffer("verify").status == 0)
    }

    @Test func `a vault that is served names its socket, and is asked there`() throws {
        let service = try ServedHouse(customers: 0)
        let refused = try service.house.coffer("key", "list")
        #expect(refused.status == 5)
        #expect(
            refused.err
                == "coffer: locked: process \(service.pid) has the vault open (coffer serve \(service.socket)): "
                + "ask it with --socket \(service.socket)\n")
        #expect(try service.house.coffer("key", "list", "--socket", service.socket).status == 0)
    }

    @Test func `a service is locked, answers nobody, and opens again with the root key`() throws {
        let service = try ServedHouse(customers: 0)
        #expect(try service.coffer("lock", "--json").json == ["state": "locked"])
        #expect(try service.coffer("key", "list").status == 5)
        #expect(try service.coffer("lock").status == 5)
        let other = try House(customers: 0)
        let wrong = try service.coffer("unlock", "--key", other.path + "/acme-custody/root.key")
        #expect(wrong.status != 0)
        // Tries have to be some time apart.
        sleep(2)
        let key = service.house.path + "/acme-custody/root.key"
        let open = try service.coffer("unlock", "--key", key, "--json")
        #expect(open.json == ["state": "open"], "\(open.err)")
        #expect(try service.coffer("key", "list").status == 0)
    }

    @Test func `the second factor is made and proved through the socket, and the key stays here`() throws {
        let service = try ServedHouse(customers: 0)
        let keys = service.house.path + "/mine"
        try FileManager.default.createDirectory(
            atPath: keys, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let phrase = "a long enough passphrase\n"
        let short = try service.coffer("login", "mine/login.key", "--enrol", input: "too short\n")
        #expect(short.status == 2)
        let made = try service.coffer("login", "mine/login.key", "--enrol", "--json", input: phrase)
        #expect(made.json == ["enrolled": true], "\(made.err)")
        let until = try service.coffer("login", "mine/login.key", "--json", input: phrase)
        #expect(until.json?["until"]?.string.flatMap { Timestamp($0) } != nil, "\(until.err)")
        let wrong = try service.coffer("login", "mine/login.key", input: "another passphrase\n")
        #expect(wrong.status == 1)
        #expect(wrong.err.hasPrefix("coffer: no_mfa"))
    }

    @Test func `people are entered, listed and disabled through the socket`() throws {
        let service = try ServedHouse(customers: 0)
        let added = try service.coffer(
            "staff", "add", "Боян", "--uid", "4242", "--role", "billing_clerk", "--json")
        #expect(added.json?["done"]?["name"] == "Боян", "\(added.err)")
        #expect(try service.coffer("staff", "list").out.contains("Боян"))
        let ended = try service.coffer("staff", "disable", "Боян", "--json")
        #expect(ended.json?["done"]?["active"] == false, "\(ended.err)")
        let back = try service.coffer("staff", "enable", "Боян", "--json")
        #expect(back.json?["done"]?["active"] == true, "\(back.err)")
        #expect(try service.coffer("staff", "enable", "Nobody").status == 3)
    }

    @Test func `a change that waits is taken back through the socket`() async throws {
        let house = try House(customers: 0)
        try await house.addSecond()
        let service = try ServedHouse(serving: house)
        let told = try service.coffer(
            "staff", "add", "Боян", "--uid", "4242", "--role", "billing_clerk", "--json")
        let id = try #require(told.json?["proposed"]?["proposal"]?.string)
        let taken = try service.coffer("staff", "withdraw", id, "--json")
        #expect(taken.json?["withdrawn"]?["proposal"]?.string == id, "\(taken.err)")
        #expect(try service.coffer("staff", "withdraw", id).status == 3)
        #expect(try service.coffer("staff", "proposals", "--json").json?["proposals"]?.array?.isEmpty == true)
    }

    @Test func `the whole vault is verified at both doors, and by nobody who may not`() throws {
        let house = try House(customers: 2)
        let beside = try house.coffer("verify", "--json")
        let service = try ServedHouse(serving: house)
        let asked = try service.coffer("verify", "--json")
        #expect(asked.status == 0, "\(asked.err)")
        #expect(asked.json?["clean"] == true)
        #expect(asked.json?["records"] == beside.json?["records"])
        #expect(try service.coffer("verify").out.hasPrefix("clean: "))
        let denied = ["verify", "--as", "billing_clerk", "--for", "billing"]
        #expect(try service.coffer(denied).status == 1)
        #expect(service.stop().status == 0)
        #expect(try house.coffer(denied).status == 1)
    }

    @Test func `checkpoint and proof are given at both doors, and pages go on where they ended`() throws {
        let house = try House(customers: 1)
        let row = try house.coffer("ledger", "proof", "2", "--json").json?["row"]
        #expect(row?.string.flatMap { try? JSON(reading: Array($0.utf8)) }?["seq"] == 2)
        let note = try house.coffer("ledger", "checkpoint")
        #expect(note.status == 0 && note.out.hasPrefix("coffer/"))
        let service = try ServedHouse(serving: house)
        #expect(try service.coffer("ledger", "proof", "2", "--json").json?["row"] == row)
        #expect(try service.coffer("ledger", "proof", "2").out.contains("The checkpoint:"))
        #expect(try service.coffer("ledger", "proof", "999999").status == 3)
        let checkpoint = try service.coffer("ledger", "checkpoint", "--json").json?["checkpoint"]
        #expect(checkpoint?.string?.hasPrefix("coffer/") == true)
        let clerk = ["--as", "billing_clerk", "--for", "billing"]
        #expect(try service.coffer(["ledger", "checkpoint"] + clerk).status == 1)
        let page = try service.coffer("ledger", "show", "--last", "2", "--json")
        let more = try #require(page.json?["more"]?.string)
        #expect(try service.coffer("ledger", "show", "--last", "2").out.contains("older rows: --before 1:"))
        let older = try service.coffer("ledger", "show", "--last", "1", "--before", more, "--json")
        let (log, sequence) = (
            older.json?["rows"]?.array?.last?["log"], older.json?["rows"]?.array?.last?["sequence"]
        )
        #expect(log == 1)
        #expect(sequence?.integer.map { "1:\($0 + 1)" } == more)
        #expect(try service.coffer("ledger", "show", "--before", "nonsense").status == 2)
        #expect(try service.coffer("ledger", "show", "--before", "1:999999").status == 2)
    }

    @Test func `a token is shown once, to a pipe and never into a file, and asks for who made it`() throws {
        let service = try ServedHouse(customers: 0)
        let uid = "\(geteuid() + 1)"
        try service.house.must(
            service.coffer("staff", "add", "portal", "--uid", uid, "--role", "auditor", "--service"))
        let file = try service.coffer("token", "--uid", uid)
        #expect(file.status == 2 && file.out.isEmpty && file.err.contains("not into a file"))
        let pipe = try Tool.run(
            "sh", ["-c", "'\(Running.binary)' token --uid \(uid) --socket '\(service.socket)' | cat"])
        #expect(pipe.out.count == 65 && pipe.out.dropLast().allSatisfy(\.isHexDigit), "\(pipe.err)")
        #expect(pipe.err.hasPrefix("Until "))
        let rows = try service.coffer("ledger", "show", "--json").json?["rows"]?.array ?? []
        let row = try #require(rows.last { $0["action"] == "token" })
        #expect(row["person"] == "portal")
        #expect(rows.allSatisfy { $0["request"]?.string?.count == 32 || $0["request"] == nil })
        let other = try Tool.run(
            "sh", ["-c", "'\(Running.binary)' token --uid 4999 --socket '\(service.socket)' | cat"])
        #expect(other.out.isEmpty && other.err.contains("token.service"))
        let alone = try Tool.run(
            "sh", ["-c", "'\(Running.binary)' token --uid \(uid) --vault acme | cat"], in: service.house.path)
        #expect(alone.out.isEmpty && alone.err.contains("--socket PATH"))
    }
}
