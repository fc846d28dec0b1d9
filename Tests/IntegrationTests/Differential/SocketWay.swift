import CofferModel
import Foundation

/// Over the socket, as any program would.
final class SocketWay: Way {
    private let service: Running
    private let curl: Curl

    init(_ house: House) throws {
        let socket = house.path + "/coffer.sock"
        service = try house.start(["serve", "--vault", "acme", "--socket", socket])
        curl = Curl(socket: socket)
        try Self.wait(for: service, curl)
    }

    /// Until it is ready.
    static func wait(for service: Running, _ curl: Curl) throws {
        let deadline = Date.now.addingTimeInterval(30)
        while (try? curl("GET", "/readyz").status) != 200 {
            guard service.isRunning, .now < deadline else {
                service.send(SIGKILL)
                throw Failed(outcome: service.end())
            }
            usleep(50_000)
        }
    }

    func end() async throws {
        service.send(SIGTERM)
        let outcome = service.end()
        guard outcome.status == 0 else { throw Failed(outcome: outcome) }
    }

    func answer(_ asking: Asking) async throws -> JSON {
        var headers = ["Coffer-Role": asking.role, "Coffer-Purpose": asking.purpose.rawValue]
        headers["Coffer-Case"] = asking.caseID
        let answer: Curl.Answer
        switch asking.question {
        case .whoami: answer = try curl("GET", "/v1/whoami", headers)
        case .show(let subject, let patterns):
            let query = patterns.isEmpty ? "" : "?fields=" + patterns.joined(separator: ",")
            answer = try curl("GET", "/v1/subjects/\(subject)\(query)", headers)
        case .find(let field, let text):
            answer = try curl(
                "POST", "/v1/find", headers, json: ["field": .string(field), "equals": .string(text)])
        case .history(let subject): answer = try curl("GET", "/v1/subjects/\(subject)/history", headers)
        case .entries(let last): answer = try curl("GET", "/v1/ledger/entries?last=\(last)", headers)
        case .keys: answer = try curl("GET", "/v1/keys", headers)
        case .verify:
            answer = try curl("POST", "/v1/verify", headers)
            if answer.status == 200 {
                return try JSON(reading: Array((answer.body.split(separator: "\n").last ?? "").utf8))
            }
        case .proof(let sequence): answer = try curl("GET", "/v1/ledger/proof?sequence=\(sequence)", headers)
        case .resolve(let label):
            let body: JSON = ["label": .string(label)]
            answer = try curl(
                "POST", "/v1/labels/resolve", headers, body: String(decoding: body.canonical, as: UTF8.self))
        case .preview(let kind, let subject, let record):
            let body = #"{"kind":"\#(kind)","subject":"\#(subject)","about":"\#(record)"}"#
            answer = try curl("POST", "/v1/notices/preview", headers, body: body)
        case .channels(let subject): answer = try curl("GET", "/v1/subjects/\(subject)/channels", headers)
        case .verifyChannel(let token):
            answer = try curl("POST", "/v1/channels/verify", headers, json: ["token": .string(token)])
        case .matchChannel(let address):
            answer = try curl("POST", "/v1/channels/match", headers, json: ["address": .string(address)])
        case .link(let token):
            answer = try curl("POST", "/v1/links/resolve", headers, json: ["token": .string(token)])
        case .unsubscribe(let token):
            answer = try curl("POST", "/v1/links/unsubscribe", headers, json: ["token": .string(token)])
        case .charge(let card, let order):
            answer = try curl(
                "POST", "/v1/cards/\(card)/charge", headers,
                json: ["connector": "nobody", "order": .string(order)])
        case .use(let device):
            answer = try curl("POST", "/v1/devices/\(device)/use", headers, json: ["connector": "nobody"])
        case .importing(let lines):
            headers["Content-Type"] = "application/x-ndjson"
            answer = try curl("POST", "/v1/import", headers, body: lines.map { $0 + "\n" }.joined())
            if answer.status == 200 { return Self.lines(answer.body) }
        case .add, .addRecord, .set, .remove, .erase, .note: answer = try change(asking.question, headers)
        }
        return (answer.json ?? .null).withoutWords
    }

    private func change(_ question: Question, _ headers: [String: String]) throws -> Curl.Answer {
        var headers = headers
        switch question {
        case .add(let text, let key):
            headers["Idempotency-Key"] = key
            return try curl("POST", "/v1/subjects", headers, body: text)
        case .addRecord(let subject, let text, let key):
            headers["Idempotency-Key"] = key
            return try curl("POST", "/v1/subjects/\(subject)/records", headers, body: text)
        case .set(let record, let text, let revision):
            headers["If-Match"] = "\"\(revision)\""
            return try curl("PATCH", "/v1/records/\(record)", headers, body: #"{"fields":\#(text)}"#)
        case .remove(let record, let revision):
            headers["If-Match"] = "\"\(revision)\""
            return try curl("DELETE", "/v1/records/\(record)", headers)
        case .erase(let subject):
            return try curl("POST", "/v1/subjects/\(subject)/erasure", headers, body: "{}")
        case .note(let subject, let note):
            return try curl("POST", "/v1/subjects/\(subject)/\(note.kind.rawValue)", headers, json: note.json)
        default: preconditionFailure("a change")
        }
    }

    /// A result a line; the last line sums up.
    private static func lines(_ body: String) -> JSON {
        let lines = body.split(separator: "\n").compactMap { try? JSON(reading: Array($0.utf8)) }
        return .array(lines.dropLast().map(\.withoutWords))
    }
}

extension Curl {
    fileprivate func callAsFunction(
        _ method: String, _ path: String, _ headers: [String: String], json: JSON
    ) throws -> Answer {
        try self(method, path, headers, body: String(decoding: json.canonical, as: UTF8.self))
    }
}
