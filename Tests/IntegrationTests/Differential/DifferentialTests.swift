import Coffer
import CofferModel
import CofferSQLite
import Foundation
import Testing

/// Every door runs the same engine: the same questions have the same answers and leave the same rows.
@Suite(.serialized) struct DifferentialTests {
    private struct Run {
        var answers: [JSON] = []
        var rows: [JSON] = []
    }

    /// A few hundred; COFFER_QUESTIONS asks for more.
    private static let questions =
        ProcessInfo.processInfo.environment["COFFER_QUESTIONS"].flatMap { Int($0) } ?? 200

    /// The questions of a run that failed, asked again.
    private static let seed = ProcessInfo.processInfo.environment["COFFER_SEED"].flatMap { UInt64($0) }

    @Test(.enabled(if: Tool.path("curl") != nil, "curl is not here"))
    func `library, socket and command answer alike and leave the same rows in the ledger`() async throws {
        let house = try House(customers: 4)
        try prepare(house)
        let known = try await known(house)
        let ids = Set(known.flatMap { [$0.subject.description, $0.record.description] })
        let seed = Self.seed ?? UInt64.random(in: 1...1_000_000)
        var questions = Questions(seed: seed, known: known)
        let asked = (1...Self.questions).map { questions.next($0) }
        try keep(house)
        let library = try await run(asked, house, ids) { try await LibraryWay(house.path + "/acme") }
        let socket = try await run(asked, house, ids) { try SocketWay(house) }
        let command = try await run(asked, house, ids) { try CommandWay(house) }
        for (place, asking) in asked.enumerated() {
            #expect(library.answers[place] == socket.answers[place], "seed \(seed), socket: \(asking)")
            let told = asking.isImport ? Self.told(library.answers[place]) : library.answers[place]
            #expect(told == command.answers[place], "seed \(seed), command: \(asking)")
        }
        #expect(library.rows.count == socket.rows.count && library.rows.count == command.rows.count)
        #expect(library.rows.count > Self.questions / 2)
        for (place, row) in library.rows.enumerated() {
            #expect(
                socket.rows.count > place && socket.rows[place] == row, "seed \(seed), row \(place): \(row)")
            #expect(command.rows.count > place && command.rows[place] == row, "seed \(seed), row \(place)")
        }
    }

    /// What is made on first use is made before: today's keys for idempotency and labels.
    private func prepare(_ house: House) throws {
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        let input =
            #"{"language":"bg","source":"order","records":[{"class":"contact","fields":{"email":"zero@example.com"}}]}"#
        let add = [
            "subject", "add", "--as", "support_technician", "--for", "support", "--idempotency-key", "zero",
        ]
        try house.must(house.coffer(add, input: input))
        // Refused or not: labels of the quarter are made first.
        let subject = try house.subject(1)
        let any = "01920000-0000-7000-8000-000000000001"
        _ = try house.coffer(
            "notice", "preview", "invoice_issued", "--subject", subject, "--about", any, "--as",
            "billing_clerk",
            "--for", "billing")
    }

    private func known(_ house: House) async throws -> [Questions.Known] {
        let vault = try await Vault.open(
            house.path + "/acme", custody: .root, options: OpenOptions(),
            storage: .sqlite(activity: "differential test"), time: SystemClock(), random: SystemRandom())
        var known: [Questions.Known] = []
        for number in 1...4 {
            let support = vault.session(
                role: try #require(RoleName("support_technician")), purpose: .support)
            let engineer = vault.session(
                role: try #require(RoleName("network_engineer")), purpose: .deviceOps)
            let path = try #require(FieldPath("contact.email"))
            let subject = try #require(
                try await vault.find(path, equals: Customer.email(number), as: support).first)
            var seen: Set<RecordID> = []
            for session in [support, engineer] {
                for record in try await vault.show(subject, as: session).records
                where seen.insert(record.record).inserted {
                    known.append(.init(subject: subject, record: record.record, className: record.className))
                }
            }
        }
        try await vault.close()
        return known
    }

    private func run(
        _ asked: [Asking], _ house: House, _ ids: Set<String>, _ way: () async throws -> any Way
    ) async throws -> Run {
        try putBack(house)
        let before = try rows(house).count
        let way = try await way()
        var run = Run()
        var sameness = Sameness(known: ids)
        for asking in asked { run.answers.append(sameness.plain(try await way.answer(asking))) }
        try await way.end()
        var names = Sameness(known: ids)
        run.rows = try rows(house).dropFirst(before).map { names.plain($0) }
        return run
    }

    private func rows(_ house: House) throws -> [JSON] {
        let text = try String(contentsOfFile: house.path + "/acme/ledger/00001/rows.jsonl", encoding: .utf8)
        return try text.split(separator: "\n").map { try JSON(reading: Array($0.utf8)) }
    }

    private static let parts = ["acme", "acme-custody", "state"]

    private func keep(_ house: House) throws {
        for part in Self.parts { try Tool.run("cp", ["-a", part, "kept-\(part)"], in: house.path).must() }
    }

    private func putBack(_ house: House) throws {
        for part in Self.parts {
            try FileManager.default.removeItem(atPath: "\(house.path)/\(part)")
            try Tool.run("cp", ["-a", "kept-\(part)", part], in: house.path).must()
        }
    }

    /// What the command tells of an import: the refused lines, and sums.
    private static func told(_ json: JSON) -> JSON {
        guard let lines = json.array else { return json }
        return [
            "refused": .array(lines.filter { $0["code"] != nil }),
            "added": .integer(Int64(lines.filter { $0["added"] != nil }.count)),
            "unchanged": .integer(Int64(lines.filter { $0["unchanged"] != nil }.count)),
            "lines": .integer(Int64(lines.count)),
        ]
    }
}

extension Asking {
    var isImport: Bool { if case .importing = question { true } else { false } }
}

extension Outcome {
    /// Ends the test when a preparation failed.
    func must() throws { if status != 0 { throw Failed(outcome: self) } }
}
