/// A step of an agreement to be written to at one address (requirements §3.7).
public enum ChannelChange: Hashable, Sendable {
    /// The address, as it now stands in its field, may become a channel, once it is verified.
    case propose
    /// He agreed that these topics go there, and no others.
    ///
    /// - `act`: how he said so; a topic that advertises takes an explicit yes.
    case agree(topics: Set<ChannelTopic>, act: ConsentAct)
    /// Nothing goes there, until then or until it is resumed.
    case suspend(until: Timestamp?)
    /// What was suspended goes on.
    case resume
    /// Nothing goes there any more.
    case revoke
}

extension ChannelChange {
    /// What the ledger says of it: words of closed lists.
    var words: [String] {
        switch self {
        case .propose: ["proposed"]
        case .agree(let topics, let act): ["agreed", act.rawValue] + topics.sorted().map(\.rawValue)
        case .suspend: ["suspended"]
        case .resume: ["resumed"]
        case .revoke: ["revoked"]
        }
    }

    /// What the member `change` says.
    private enum Word: String {
        case propose, agree, suspend, resume, revoke
    }

    /// The members of a note.
    var members: [String: JSON] {
        switch self {
        case .propose: return Self.members(.propose)
        case .agree(let topics, let act):
            var members = Self.members(.agree)
            members["topics"] = .array(topics.sorted().map { .string($0.rawValue) })
            members["act"] = .string(act.rawValue)
            return members
        case .suspend(let until):
            var members = Self.members(.suspend)
            members["until"] = until.map { .string($0.description) }
            return members
        case .resume: return Self.members(.resume)
        case .revoke: return Self.members(.revoke)
        }
    }

    private static func members(_ word: Word) -> [String: JSON] { ["change": .string(word.rawValue)] }

    /// Takes the members of a note.
    init(_ members: inout Members) throws(Members.Unexpected) {
        switch try members.text("change", Word.init(rawValue:)) {
        case .propose: self = .propose
        case .agree:
            let topics = try members.texts("topics", ChannelTopic.init(rawValue:))
            self = .agree(topics: Set(topics), act: try members.text("act", ConsentAct.init(rawValue:)))
        case .suspend:
            self = .suspend(until: try members.takeIfPresent("until") { $0.string.flatMap { Timestamp($0) } })
        case .resume: self = .resume
        case .revoke: self = .revoke
        }
    }
}
