import CofferModel
import Foundation
import Testing

@Suite struct ImportTests {
    @Test func `good lines go in, each bad one is named with its rule and never with its value`() throws {
        let house = try House(customers: 0)
        let bad = [
            Customer.line(2).replacing("4111111111111111", with: "4111111111111112"),
            "{\"ref\":\"canary-broken\"",
            Customer.line(4).replacing("\"language\":\"bg\"", with: "\"language\":\"canary\""),
            Customer.line(5).replacing("\"email\"", with: "\"canary_field\""),
            Customer.line(1).replacing("Йорданка", with: "Канарина"),
            String(repeating: "canary", count: 60_000),
        ]
        let lines = ["\u{FEFF}" + Customer.line(1)] + bad + ["", Customer.line(8) + "\r"]
        try house.write(lines.joined(separator: "\n"), to: "mixed.jsonl")
        let report = try house.coffer("import", "mixed.jsonl", "--json")
        #expect(report.status == 1)
        #expect(report.json?["lines"] == 8)
        #expect(report.json?["added"] == 2)
        let refused = try #require(report.json?["refused"]?.array)
        #expect(refused.map { $0["line"] } == [2, 3, 4, 5, 6, 7])
        #expect(
            refused.map { $0["rule"]?.string } == [
                "pan.luhn", "line.json", "language.unknown", "field.unknown", "ref.other_content",
                "line.size",
            ])
        #expect(refused.first?["field"] == "payment.pan")
        let words = try house.coffer("import", "mixed.jsonl")
        #expect(words.status == 1)
        #expect(words.out.contains("line 2: bad_value payment.pan (pan.luhn)\n"))
        #expect(words.out.hasSuffix("8 lines: 0 added, 2 unchanged, 6 refused\n"))
        for outcome in [report, words] {
            for value in Customer.values(2) + ["4111111111111112", "canary"] {
                #expect(!outcome.out.contains(value) && !outcome.err.contains(value))
            }
        }
        #expect(try house.coffer("verify").status == 0)
    }

    @Test func `a file that is empty, missing, a directory, or standard input`() throws {
        let house = try House(customers: 0)
        try house.write("", to: "empty.jsonl")
        let empty = try house.coffer("import", "empty.jsonl", "--json")
        #expect(empty.status == 0)
        #expect(empty.json == ["lines": 0, "added": 0, "unchanged": 0, "refused": []])
        #expect(try house.coffer("import", "missing.jsonl").status == 2)
        #expect(try house.coffer("import", "acme").status == 2)
        let piped = try house.coffer("import", "-", input: Customer.lines(3))
        #expect(piped.out == "3 lines: 3 added, 0 unchanged, 0 refused\n")
    }

    @Test func `who may not import is refused`() throws {
        let house = try House(customers: 0)
        let denied = try house.coffer(
            "import", "-", "--as", "billing_clerk", "--for", "billing", "--json", input: Customer.line(1))
        #expect(denied.status == 1)
        #expect(denied.json?["refused"]?.array?.first?["code"] == "role_denied")
    }

    @Test func `killed in the middle, it is finished by running it again`() throws {
        let house = try House(customers: 0)
        try house.write(Customer.lines(Self.many), to: "many.jsonl")
        let running = try house.start(["import", "many.jsonl"])
        try Self.wait { Self.size(house.path + "/acme/ledger/00001/rows.jsonl") > 300_000 }
        running.send(SIGKILL)
        #expect(running.end().status == -SIGKILL)
        let rest = try house.coffer("import", "many.jsonl", "--json")
        #expect(rest.status == 0)
        let (added, unchanged) = (rest.json?["added"]?.integer ?? 0, rest.json?["unchanged"]?.integer ?? 0)
        #expect(added + unchanged == Self.many)
        #expect(added > 0 && unchanged > 0)
        let verified = try house.coffer("verify", "--json")
        #expect(verified.status == 0)
        #expect(verified.json?["subjects"]?.integer == Self.many)
    }

    @Test func `Ctrl-C finishes the batch in hand and says how far it came`() throws {
        let house = try House(customers: 0)
        try house.write(Customer.lines(Self.many), to: "many.jsonl")
        let running = try house.start(["import", "many.jsonl", "--json"])
        try Self.wait { Self.size(house.path + "/acme/ledger/00001/rows.jsonl") > 100_000 }
        running.send(SIGINT)
        let stopped = running.end()
        #expect(stopped.status == 130)
        #expect(stopped.json?["stopped"] == true)
        let added = stopped.json?["added"]?.integer ?? 0
        #expect(added > 0 && added < Self.many && added.isMultiple(of: 64))
        let rest = try house.coffer("import", "many.jsonl", "--json")
        #expect(rest.json?["unchanged"]?.integer == added)
        #expect(try house.coffer("verify").status == 0)
    }

    @Test func `a second Ctrl-C ends it at once`() throws {
        let house = try House(customers: 0)
        try house.write(Customer.lines(Self.many), to: "many.jsonl")
        let running = try house.start(["import", "many.jsonl"])
        try Self.wait { Self.size(house.path + "/acme/ledger/00001/rows.jsonl") > 100_000 }
        running.send(SIGINT)
        running.send(SIGINT)
        let ended = running.end()
        #expect(ended.status == 130)
        #expect(try house.coffer("import", "many.jsonl").status == 0)
        #expect(try house.coffer("verify").status == 0)
    }

    @Test func `while a process has the vault open, others are told which, and the ledger can be checked`()
        throws
    {
        let house = try House(customers: 0)
        try house.write(Customer.lines(Self.many), to: "many.jsonl")
        let running = try house.start(["import", "many.jsonl"])
        try Self.wait { Self.size(house.path + "/acme/ledger/00001/rows.jsonl") > 10_000 }
        let second = try house.coffer("verify")
        #expect(second.status == 5)
        #expect(second.err == "coffer: locked: process \(running.pid) has the vault open (coffer import)\n")
        let ledger = try house.coffer("ledger", "verify", "--json")
        #expect(ledger.status == 0, "\(ledger.out)")
        running.send(SIGINT)
        #expect(running.end().status == 130)
    }

    /// Enough customers for several batches.
    static let many: Int64 = 320

    /// Looks often and gives the processor away only shortly: a process is to be met in the middle of its work.
    static func wait(until isSo: () -> Bool) throws {
        for _ in 0..<20_000 {
            if isSo() { return }
            usleep(2000)
        }
        throw TimedOut()
    }

    struct TimedOut: Error {}

    static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
