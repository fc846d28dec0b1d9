import Coffer
import CofferModel

/// Notices: what would leave, what is to leave, and what became of it.
enum Notices {
    static let routes = [
        Route("POST", "/v1/notices/preview", body: .json, .vault(preview)),
        Route("POST", "/v1/notices", body: .json, .vault(send)),
        Route("GET", "/v1/notices", query: ["subject", "state"], .vault(list)),
        Route("POST", "/v1/notices/{notice}/retry", body: .maybeJSON, .vault(retry)),
        Route("POST", "/v1/notices/{notice}/cancel", body: .maybeJSON, .vault(cancel)),
    ]

    private struct Wanted {
        let kind: String
        let subject: SubjectID
        let about: RecordID?
        let given: [String: String]
        let recipient: String?

        init(_ members: inout Members) throws(Members.Unexpected) {
            kind = try members.text("kind") { $0 }
            subject = try members.text("subject") { SubjectID($0) }
            about = try members.takeIfPresent("about") { $0.string.flatMap { RecordID($0) } }
            given =
                try members.takeIfPresent("given") { json in
                    json.object.flatMap { object in
                        let texts = object.compactMapValues(\.string)
                        return texts.count == object.count ? texts : nil
                    }
                } ?? [:]
            recipient = try members.takeIfPresent("recipient", \.string)
        }
    }

    private static func wanted(_ call: Call) throws(VaultError) -> Wanted {
        try call.members { members throws(Members.Unexpected) in try Wanted(&members) }
    }

    private static func preview(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let wanted = try wanted(call)
        return Reply(
            try await vault.preview(
                wanted.kind, for: wanted.subject, about: wanted.about, given: wanted.given,
                recipient: wanted.recipient, as: session
            ).json)
    }

    private static func send(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let wanted = try wanted(call)
        let queued = try await vault.send(
            wanted.kind, to: wanted.subject, about: wanted.about, given: wanted.given,
            recipient: wanted.recipient, idempotencyKey: try call.idempotencyKey(), as: session)
        return Reply(queued.json, status: 202)
    }

    private static func list(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let subject = call.query["subject"].map { SubjectID($0) }
        if case .some(.none) = subject { throw VaultError(.badValue, rule: "query.subject") }
        let state = call.query["state"].map { NoticeState(rawValue: $0) }
        if case .some(.none) = state { throw VaultError(.badValue, rule: "query.state") }
        let lines = try await vault.notices(of: subject ?? nil, state: state ?? nil, as: session)
        return Reply(["notices": .array(lines.map(\.json))])
    }

    private static func retry(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let notice: NoticeID = try call.id()
        try call.members { _ throws(Members.Unexpected) in }
        try await vault.retry(notice, as: session)
        return Reply(["notice": .string(notice.description)])
    }

    private static func cancel(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let notice: NoticeID = try call.id()
        try call.members { _ throws(Members.Unexpected) in }
        try await vault.cancel(notice, as: session)
        return Reply(["notice": .string(notice.description)])
    }
}
