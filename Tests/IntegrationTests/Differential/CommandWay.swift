import CofferModel
import Foundation

/// By the command, which asks the service.
final class CommandWay: Way {
    private let house: House
    private let socket: SocketWay
    private let path: String

    init(_ house: House) throws {
        self.house = house
        path = house.path + "/coffer.sock"
        socket = try SocketWay(house)
    }

    func end() async throws { try await socket.end() }

    func answer(_ asking: Asking) async throws -> JSON {
        let (arguments, input) = Self.words(asking.question)
        var all = arguments
        if !asking.question.isAboutOneself { all += ["--as", asking.role, "--for", asking.purpose.rawValue] }
        if let caseID = asking.caseID, !asking.question.isAboutOneself { all += ["--case", caseID] }
        let outcome = try house.coffer(all + ["--json", "--socket", path], input: input)
        guard let json = outcome.json ?? outcome.refusal else { throw Failed(outcome: outcome) }
        guard case .importing(let lines) = asking.question, json["code"] == nil else {
            return json.withoutWords
        }
        return Self.results(json, lines.count)
    }

    private static func words(_ question: Question) -> ([String], String) {
        switch question {
        case .whoami: (["whoami"], "")
        case .show(let subject, let patterns): (["subject", "show", "\(subject)"] + patterns, "")
        case .find(let field, let text): (["subject", "find", field], text)
        case .history(let subject): (["subject", "history", "\(subject)"], "")
        case .entries(let last): (["ledger", "show", "--last", "\(last)"], "")
        case .keys: (["key", "list"], "")
        case .verify: (["verify"], "")
        case .proof(let sequence): (["ledger", "proof", "\(sequence)"], "")
        case .resolve(let label): (["label", "resolve", label], "")
        case .preview(let kind, let subject, let record):
            (["notice", "preview", kind, "--subject", "\(subject)", "--about", "\(record)"], "")
        case .add(let text, let key): (["subject", "add"] + option(key), text)
        case .addRecord(let subject, let text, let key):
            (["subject", "add", "--to", "\(subject)"] + option(key), text)
        case .set(let record, let text, let revision):
            (["subject", "set", "\(record)", "--revision", "\(revision)"], text)
        case .remove(let record, let revision):
            (["subject", "remove", "\(record)", "--revision", "\(revision)", "--yes"], "")
        case .erase(let subject): (["erase", "\(subject)", "--yes"], "")
        case .note(let subject, let note): (verb(note, "\(subject)"), "")
        case .channels(let subject): (["channel", "list", "\(subject)"], "")
        case .verifyChannel(let token): (["channel", "verify"], token)
        case .matchChannel(let address): (["channel", "match"], address)
        case .link(let token): (["notice", "link"], token)
        case .unsubscribe(let token): (["notice", "unsubscribe"], token)
        case .charge(let card, let order):
            (["card", "charge", "\(card)", "--order", order, "--by", "nobody"], "")
        case .use(let device): (["device", "use", "\(device)", "--by", "nobody"], "")
        case .importing(let lines): (["import", "-"], lines.map { $0 + "\n" }.joined())
        }
    }

    private static func verb(_ note: SubjectNote, _ subject: String) -> [String] {
        switch note {
        case .event(let name, let service, let record, let at, let until):
            ["event", subject, name.rawValue] + given("--service", service)
                + given("--record", record?.description) + given("--at", at?.description)
                + given("--until", until?.description)
        case .consent(let topic, let act, let version, let expires):
            ["consent", subject, topic, "--act", act.rawValue, "--text-version", "\(version)"]
                + given("--expires", expires?.description)
        case .withdrawal(let topic): ["consent", subject, topic, "--withdraw"]
        case .restriction(let path): ["restrict", subject] + given("--field", path?.description)
        case .lift(let path): ["restrict", subject, "--lift"] + given("--field", path?.description)
        case .hold(let review): ["hold", subject, "--review", review.description]
        case .release: ["hold", subject, "--release"]
        case .channel(let field, let change):
            ["channel", change.verb, subject, "\(field)"] + change.options
        case .channelOrder(let fields): ["channel", "order", subject] + fields.map(\.description)
        case .order(let number, let card, let amount, let currency):
            ["order", subject, number, "--card", "\(card)", "--amount", amount, "--currency", currency]
        case .orderWithdrawal(let number): ["order", subject, number, "--withdraw"]
        case .revocation(let record, let reason, let at):
            ["certificate", "revoke", subject, "\(record)", reason.rawValue]
                + given("--at", at?.description)
        }
    }

    private static func given(_ option: String, _ value: String?) -> [String] {
        value.map { [option, $0] } ?? []
    }

    private static func option(_ key: String?) -> [String] { key.map { ["--idempotency-key", $0] } ?? [] }

    /// The command tells only what was refused, and sums; which lines went in or were there is what is left.
    private static func results(_ json: JSON, _ count: Int) -> JSON {
        [
            "refused": .array((json["refused"]?.array ?? []).map(\.withoutWords)),
            "added": json["added"] ?? .null,
            "unchanged": json["unchanged"] ?? .null, "lines": .integer(Int64(count)),
        ]
    }
}

extension ChannelChange {
    fileprivate var verb: String {
        switch self {
        case .propose: "propose"
        case .agree: "agree"
        case .suspend: "suspend"
        case .resume: "resume"
        case .revoke: "revoke"
        }
    }

    fileprivate var options: [String] {
        switch self {
        case .agree(let topics, let act):
            topics.sorted().flatMap { ["--topic", $0.rawValue] } + ["--act", act.rawValue]
        case .suspend(let until): until.map { ["--until", $0.description] } ?? []
        case .propose, .resume, .revoke: []
        }
    }
}
