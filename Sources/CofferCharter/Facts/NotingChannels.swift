package import CofferModel

extension SubjectFacts {
    /// Takes a step with one channel: `proposed → verified → agreed → suspended → revoked` (requirements §3.7).
    ///
    /// A step that stands there already changes nothing. Verified is no step anybody can note: ``verified(_:revision:)``.
    mutating func note(
        _ change: ChannelChange, of field: ChannelField, _ setting: Setting
    ) throws(VaultError) {
        switch change {
        case .propose: try propose(field, setting)
        case .agree(let topics, let act): try agree(try place(of: field), to: topics, by: act, setting)
        case .suspend(let until): try channels[try place(of: field)].suspend(until: until, at: setting.now)
        case .resume: try channels[try place(of: field)].resume()
        case .revoke: channels[try place(of: field)].revoke()
        }
    }

    /// Puts these channels first, in this order.
    mutating func order(_ fields: [ChannelField]) throws(VaultError) {
        guard !fields.isEmpty, Set(fields).count == fields.count else {
            throw VaultError(.badValue, rule: "channel.order")
        }
        var first: [Channel] = []
        for field in fields { first.append(channels[try place(of: field)]) }
        channels = first + channels.filter { !fields.contains($0.field) }
    }

    /// These facts after the address of a channel was verified by a token sent to it.
    ///
    /// - Parameters:
    ///   - field: the field that holds the address.
    ///   - revision: the revision of the address that the token was sent to.
    /// - Returns: the facts; the same where more was agreed already; nil where no such channel waits for it.
    package func verified(_ field: ChannelField, revision: UInt64) -> SubjectFacts? {
        var facts = self
        guard let place = channels.firstIndex(where: { $0.field == field && $0.revision == revision }),
            channels[place].state != .revoked
        else { return nil }
        if channels[place].state == .proposed { facts.channels[place].state = .verified }
        return facts
    }

    /// These facts after fields of a record were written: what was agreed was another address, so its channel is proposed.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - paths: the fields that were written.
    ///   - revision: the revision they have now.
    /// - Returns: the facts, their revision unchanged; the same where no channel is concerned.
    package func readdressed(_ record: RecordID, _ paths: Set<FieldPath>, revision: UInt64) -> SubjectFacts {
        var facts = self
        for (place, channel) in channels.enumerated()
        where channel.record == record && paths.contains(channel.path) && channel.state != .revoked {
            facts.channels[place] = Channel(proposing: channel.field, revision: revision)
        }
        return facts
    }

    private func place(of field: ChannelField) throws(VaultError) -> Int {
        guard let place = channels.firstIndex(where: { $0.field == field }) else {
            throw VaultError(.badValue, rule: "channel.unknown")
        }
        return place
    }

    private mutating func propose(_ field: ChannelField, _ setting: Setting) throws(VaultError) {
        guard let revision = setting.addresses[field] else {
            throw VaultError(.badValue, rule: "channel.field")
        }
        let new = Channel(proposing: field, revision: revision)
        guard let place = channels.firstIndex(where: { $0.field == field }) else {
            // Those of records that are gone make room.
            channels.removeAll { !setting.records.contains($0.record) }
            channels.append(new)
            return
        }
        guard channels[place].state == .revoked || channels[place].revision != revision else { return }
        channels[place] = new
    }

    private mutating func agree(
        _ place: Int, to topics: Set<ChannelTopic>, by act: ConsentAct, _ setting: Setting
    ) throws(VaultError) {
        let channel = channels[place]
        guard [.verified, .agreed].contains(channel.state(at: setting.now)) else {
            throw VaultError(.badValue, rule: "channel.state")
        }
        guard setting.addresses[channel.field] == channel.revision else {
            throw VaultError(.badValue, rule: "channel.revision")
        }
        guard !topics.isEmpty else { throw VaultError(.badValue, rule: "channel.topics") }
        let acts = setting.charter.consentActs.subtracting([.objection])
        guard acts.contains(act) else {
            throw VaultError(.badValue, rule: "channel.act", naming: acts.named)
        }
        for topic in topics.subtracting(channel.topics).sorted() {
            // Nobody reads a yes to advertising into what somebody did for another reason (requirements §3.6, rule 5).
            let spoken = acts.intersection([.explicit, .confirmedRequest])
            guard !topic.isAdvertising || spoken.contains(act) else {
                throw VaultError(.badValue, rule: "channel.act", naming: spoken.named)
            }
            guard setting.charter.sends(topic, to: channel.path, inJurisdiction: jurisdiction) else {
                throw VaultError(.gateForbidden, rule: "channel.topics")
            }
        }
        channels[place].topics = topics
        channels[place].state = .agreed
        channels[place].until = nil
    }
}

extension Set<ConsentAct> {
    /// The ways of consenting in words: `confirmed_request, explicit`.
    var named: String { map(\.rawValue).sorted().joined(separator: ", ") }
}

extension Channel {
    fileprivate mutating func suspend(until end: Timestamp?, at now: Timestamp) throws(VaultError) {
        guard state == .agreed || state == .suspended else {
            throw VaultError(.badValue, rule: "channel.state")
        }
        guard end.map({ now < $0 }) ?? true else { throw VaultError(.badValue, rule: "channel.until") }
        state = .suspended
        until = end
    }

    fileprivate mutating func resume() throws(VaultError) {
        guard state == .agreed || state == .suspended else {
            throw VaultError(.badValue, rule: "channel.state")
        }
        state = .agreed
        until = nil
    }

    fileprivate mutating func revoke() {
        state = .revoked
        topics = []
        until = nil
    }
}
