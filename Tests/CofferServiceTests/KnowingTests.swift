import CofferModel
import CofferTesting
import Glibc
import Testing

/// Who may not know whether a customer is here does not learn it from a refusal (AS-08, AS-09).
@Suite(.serialized) struct KnowingTests {
    private static let missing = "01920000-0000-7000-8000-000000000001"

    /// A service with a customer who is here and one who was erased.
    private struct Two {
        let service: TestService
        let here: String
        let record: String
        let erased: String
        let erasedRecord: String

        init() async throws {
            service = try await TestService()
            (here, record) = try await Self.add(service, 1)
            (erased, erasedRecord) = try await Self.add(service, 2)
            let gone = try await service.ask(
                "POST", "/v1/subjects/\(erased)/erasure", role: "privacy_officer", purpose: "subject_rights",
                headers: ["Coffer-Case: CASE-1001"])
            guard gone.status == 200 else { throw Unexpected(what: gone.text) }
        }

        private static func add(_ service: TestService, _ number: Int) async throws -> (String, String) {
            let added = try await service.ask(
                "POST", "/v1/subjects", role: "support_technician", purpose: "support",
                body: Customers.person(number))
            guard let subject = added.json?["subject"]?.string,
                let record = added.json?["records"]?.array?.last?.string
            else { throw Unexpected(what: added.text) }
            return (subject, record)
        }
    }

    /// Bytes of the answer, without the random name of the request.
    private func plain(_ answer: Response) -> String {
        let name = answer.json?["request"]?.string ?? "?"
        return "\(answer.status) " + answer.text.replacing(name, with: "")
    }

    @Test(arguments: [
        ("billing_clerk", "support"), ("auditor", "audit"), ("admin", "key_admin"), ("security", "billing"),
        ("no_such_role", "support"), ("support_technician", "support"), ("privacy_officer", "subject_rights"),
    ])
    func `one who is here, was erased or never was answers alike, byte for byte, to who may not know`(
        role: String, purpose: String
    ) async throws {
        let two = try await Two()
        let mayKnow = ["support_technician", "privacy_officer", "auditor"].contains(role)
        for path in ["", "?fields=contact.email", "/history"] {
            var answers: [String] = []
            for subject in [two.here, two.erased, Self.missing] {
                answers.append(
                    plain(
                        try await two.service.ask(
                            "GET", "/v1/subjects/\(subject)\(path)", role: role, purpose: purpose)))
            }
            #expect(answers[1] == answers[2], "\(path)")
            if !mayKnow { #expect(answers[0] == answers[2], "\(path)") }
        }
        try await two.service.stop()
    }

    @Test(arguments: [("billing_clerk", "support"), ("auditor", "audit"), ("network_engineer", "billing")])
    func `the same holds for writing, removing, erasing, previews and the ledger`(
        role: String, purpose: String
    ) async throws {
        let two = try await Two()
        let service = two.service
        var answers: [[String]] = []
        for (subject, record) in [
            (two.here, two.record), (two.erased, two.erasedRecord), (Self.missing, Self.missing),
        ] {
            let asked = [
                try await service.ask(
                    "PATCH", "/v1/records/\(record)", role: role, purpose: purpose,
                    body: #"{"fields":{"email":"canary.other@example.com"}}"#, headers: ["If-Match: \"1\""]),
                try await service.ask(
                    "DELETE", "/v1/records/\(record)", role: role, purpose: purpose,
                    headers: ["If-Match: \"1\""]),
                try await service.ask(
                    "POST", "/v1/subjects/\(subject)/records", role: role, purpose: purpose,
                    body: #"{"class":"contact","fields":{"email":"canary.other@example.com"}}"#),
                try await service.ask(
                    "POST", "/v1/subjects/\(subject)/erasure", role: role, purpose: purpose),
                try await service.ask(
                    "POST", "/v1/notices/preview", role: role, purpose: purpose,
                    body: #"{"kind":"invoice_issued","subject":"\#(subject)","about":"\#(record)"}"#),
                try await service.ask(
                    "GET", "/v1/ledger/entries?subject=\(subject)", role: "billing_clerk", purpose: purpose),
            ]
            answers.append(asked.map { plain($0) })
        }
        #expect(answers[0] == answers[2])
        #expect(answers[1] == answers[2])
        #expect(answers[0].allSatisfy { $0.hasPrefix("403 ") })
        try await service.stop()
    }

    @Test func `who may not import learns nothing about which customers are here, and his try is recorded`()
        async throws
    {
        let two = try await Two()
        let lines = [1, 2, 3].map { Customers.person($0) + "\n" }.joined()
        let before = try await rows(two.service)
        let answer = try await two.service.ask(
            "POST", "/v1/import", role: "billing_clerk", purpose: "billing", body: lines,
            type: "application/x-ndjson")
        let results = answer.text.split(separator: "\n").compactMap { try? JSON(reading: Array($0.utf8)) }
        #expect(results.count == 4)
        #expect(Set(results.dropLast().map { $0["code"]?.string }) == ["role_denied"])
        #expect(Set(results.dropLast().map { $0["rule"]?.string }) == [nil])
        #expect(
            try await rows(two.service).dropFirst(before.count - 1).contains { $0["code"] == "role_denied" })
        try await two.service.stop()
    }

    private func rows(_ service: TestService) async throws -> [JSON] {
        let answer = try await service.ask(
            "GET", "/v1/ledger/entries?last=100", role: "auditor", purpose: "audit")
        return answer.json?["rows"]?.array ?? []
    }

    @Test func `a token that is none is refused, and stands in the ledger`() async throws {
        let service = try await TestService()
        for _ in 0..<3 {
            let answer = try await service.ask(
                "GET", "/v1/subjects/\(Self.missing)", role: "support_technician", purpose: "support",
                headers: ["Authorization: Bearer " + String(repeating: "0", count: 64)])
            #expect(answer.status == 403 && answer.json?["code"] == "actor_unknown")
        }
        try await Task.sleep(for: .seconds(1.2))
        let rows = try await service.ask(
            "GET", "/v1/ledger/entries?last=50", role: "auditor", purpose: "audit")
        let mine = rows.json?["rows"]?.array?.filter { $0["code"] == "actor_unknown" } ?? []
        #expect(mine.count == 1)
        try await service.stop()
    }
}
