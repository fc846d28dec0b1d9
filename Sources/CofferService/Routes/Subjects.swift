import Coffer
import CofferModel
import HTTPTypes

/// Customers: add, show, forget, and who did what with their data.
enum Subjects {
    static let routes =
        [
            Route("POST", "/v1/subjects", body: .json, .vault(add)),
            Route("GET", "/v1/subjects/{subject}", query: ["fields"], .vault(show)),
            Route("POST", "/v1/subjects/{subject}/records", body: .json, .vault(addRecord)),
            Route("POST", "/v1/subjects/{subject}/erasure", body: .maybeJSON, .vault(erase)),
            Route("GET", "/v1/subjects/{subject}/history", query: ["before"], .vault(history)),
        ]
        + SubjectNote.Kind.allCases.map { kind in
            Route("POST", "/v1/subjects/{subject}/\(kind.rawValue)", body: .json, .vault(note(kind)))
        }

    private static func add(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let input = try SubjectInput(json: call.body ?? .null)
        let added = try await vault.add(input, idempotencyKey: try call.idempotencyKey(), as: session)
        var reply = Reply(added.json, status: 201)
        reply.headers[.location] = "/v1/subjects/\(added.subject)"
        return reply
    }

    private static func show(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let patterns = try patterns(call.query["fields"])
        let view = try await vault.show(try call.id(), fields: patterns, as: session)
        var reply = Reply(view.json)
        reply.denied = view.denied
        return reply
    }

    static func patterns(_ text: String?) throws(VaultError) -> [FieldPattern] {
        guard let text else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let patterns = parts.compactMap { FieldPattern(String($0)) }
        guard patterns.count == parts.count else { throw VaultError(.badValue, rule: "fields.pattern") }
        guard patterns.count <= Limits.asksPerRead else { throw VaultError(.tooLarge, rule: "fields.count") }
        return patterns
    }

    private static func addRecord(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let subject: SubjectID = try call.id()
        let (input, parent) = try call.members { members throws(Members.Unexpected) in
            let parent = try members.takeIfPresent("parent") { $0.string.flatMap { RecordID($0) } }
            let name = try members.text("class") { $0 }
            let fields = try members.take("fields", \.object)
            return (RecordInput(className: name, fields: fields), parent)
        }
        let record = try await vault.addRecord(
            input, to: subject, parent: parent, idempotencyKey: try call.idempotencyKey(), as: session)
        var answer: [String: JSON] = ["record": .string(record.description)]
        answer["warnings"] = Records.warnings(vault, input.fields)
        return Reply(.object(answer), status: 201)
    }

    private static func note(
        _ kind: SubjectNote.Kind
    ) -> @Sendable (Vault, Call) async throws(VaultError) -> Reply {
        { (vault, call) throws(VaultError) in
            let session = try call.session(in: vault)
            let note = try call.members { members throws(Members.Unexpected) in
                try SubjectNote(kind, from: &members)
            }
            let revision = try await vault.note(note, about: try call.id(), as: session)
            return Reply(["revision": .integer(Int64(clamping: revision))])
        }
    }

    private static func erase(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try await vault.erase(try call.id(), as: session).json)
    }

    private static func history(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let before = try call.place("before")
        return Reply(try await vault.history(of: try call.id(), before: before, as: session).json)
    }
}
