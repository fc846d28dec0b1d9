/// One channel of a customer, by the field that holds its address; the address is not in it.
public struct ChannelLine: Hashable, Sendable {
    /// The field.
    public let field: ChannelField
    /// How far the agreement is.
    public let state: ChannelState
    /// What may be sent there.
    public let topics: Set<ChannelTopic>
    /// Until when it is suspended, where a day was set.
    public let until: Timestamp?
    /// Whether the field still holds the address that this is about; another address takes another agreement.
    public let isCurrent: Bool

    /// Takes what is known of a channel.
    ///
    /// - Parameters:
    ///   - field: the field that holds the address.
    ///   - state: how far the agreement is.
    ///   - topics: what may be sent there.
    ///   - until: until when it is suspended.
    ///   - isCurrent: whether the field still holds that address.
    public init(
        field: ChannelField, state: ChannelState, topics: Set<ChannelTopic>, until: Timestamp?,
        isCurrent: Bool
    ) {
        self.field = field
        self.state = state
        self.topics = topics
        self.until = until
        self.isCurrent = isCurrent
    }
}

extension ChannelLine {
    /// The line for programs.
    public var json: JSON {
        var members = field.members
        members["state"] = .string(state.rawValue)
        members["topics"] = .array(topics.sorted().map { .string($0.rawValue) })
        members["until"] = until.map { .string($0.description) }
        members["current"] = .bool(isCurrent)
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        field = try ChannelField(&members)
        state = try members.text("state", ChannelState.init(rawValue:))
        topics = Set(try members.texts("topics", ChannelTopic.init(rawValue:)))
        until = try members.takeIfPresent("until") { $0.string.flatMap { Timestamp($0) } }
        isCurrent = try members.take("current", \.bool)
        try members.end()
    }
}
