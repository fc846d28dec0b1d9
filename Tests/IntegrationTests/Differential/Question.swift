import CofferModel

/// One request, in words that every door can be asked in.
enum Question: Sendable {
    case whoami
    case show(SubjectID, [String])
    case find(String, String)
    case history(SubjectID)
    case entries(last: Int)
    case keys
    case verify
    case proof(UInt64)
    case resolve(String)
    case preview(String, SubjectID, RecordID)
    case add(String, key: String?)
    case addRecord(SubjectID, String, key: String?)
    case set(RecordID, String, revision: UInt64)
    case remove(RecordID, revision: UInt64)
    case erase(SubjectID)
    case note(SubjectID, SubjectNote)
    case channels(SubjectID)
    case verifyChannel(String)
    case matchChannel(String)
    case link(String)
    case unsubscribe(String)
    case charge(RecordID, order: String)
    case use(RecordID)
    case importing([String])

    /// Whether an answer is about who asks, and not about values.
    var isAboutOneself: Bool { if case .whoami = self { true } else { false } }
}

/// A question, and as what and for what it is asked.
struct Asking: Sendable {
    let question: Question
    let role: String
    let purpose: Purpose
    let caseID: String?
}

/// One of the ways to ask: in process, over the socket, by the command.
protocol Way {
    /// The answer, or the refusal, as both doors write it.
    func answer(_ asking: Asking) async throws -> JSON
    /// Ends it, so that the vault's files are whole.
    func end() async throws
}

extension VaultError {
    /// What every door says of a refusal; a person's command adds advice to the reason.
    var bare: JSON {
        var members = json.object ?? [:]
        members["reason"] = nil
        return .object(members)
    }
}

extension JSON {
    /// A refusal without its words, its request and what HTTP adds; anything else as it is.
    var withoutWords: JSON {
        guard var members = object, members["code"] != nil else { return self }
        for name in ["reason", "type", "title", "status", "request"] { members[name] = nil }
        return .object(members)
    }
}
