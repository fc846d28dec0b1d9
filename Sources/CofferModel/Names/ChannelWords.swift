/// What may be sent to a channel (requirements §3.7).
public enum ChannelTopic: String, Hashable, Sendable, CaseIterable, Comparable {
    case service, billing, technical, security, legal, marketing, newsletter, event

    /// Whether it advertises: agreed to by nothing but an explicit yes.
    public var isAdvertising: Bool { self == .marketing || self == .newsletter }

    /// Alphabetical.
    public static func < (one: ChannelTopic, other: ChannelTopic) -> Bool { one.rawValue < other.rawValue }
}

/// How far the agreement to a channel is (requirements §3.7).
public enum ChannelState: String, Hashable, Sendable, CaseIterable {
    case proposed, verified, agreed, suspended, revoked
}
