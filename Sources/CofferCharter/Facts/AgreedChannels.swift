package import CofferModel

extension SubjectFacts {
    /// The channels agreed now, the first to be tried first.
    ///
    /// A channel whose field was written again since, or is gone, counts no more: the agreement was to another address.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - revisions: the current revision of each field that may hold an address.
    /// - Returns: the channels, whatever their topics.
    package func agreedChannels(at now: Timestamp, revisions: [ChannelField: UInt64]) -> [Channel] {
        channels.filter { $0.state(at: now) == .agreed && revisions[$0.field] == $0.revision }
    }

    /// The channels that a message on a topic may take now, the first to be tried first; decided anew at each dispatch.
    ///
    /// - Parameters:
    ///   - topic: what the message is about.
    ///   - now: the time.
    ///   - revisions: the current revision of each field that may hold an address.
    ///   - charter: the charter in force; it says whether advertising goes to telephones.
    /// - Returns: the channels; none when nothing may be sent.
    package func agreedChannels(
        for topic: ChannelTopic, at now: Timestamp, revisions: [ChannelField: UInt64], under charter: Charter
    ) -> [Channel] {
        agreedChannels(at: now, revisions: revisions).filter {
            $0.topics.contains(topic) && charter.sends(topic, to: $0.path, inJurisdiction: jurisdiction)
        }
    }
}

extension Charter {
    /// Whether messages on a topic go to addresses of a field's kind: advertising goes to telephones only where the
    /// company opened that gate (S0-35).
    func sends(_ topic: ChannelTopic, to path: FieldPath, inJurisdiction jurisdiction: String?) -> Bool {
        guard topic.isAdvertising, fields[path]?.type != .email else { return true }
        return gate(named: "marketing.channels", under: overlays(for: jurisdiction))?.position
            == "email_and_phone"
    }
}
