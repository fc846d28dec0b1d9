package import CofferModel

extension Deciding {
    /// Between state and basis: a notice that leaves has somewhere to go.
    ///
    /// Whoever is no customer must be in the register, for this kind, on a ground that has not ended (A-02, E-10).
    func channel(for view: SubjectStanding) throws(Denied) {
        guard let rule = request.notice.flatMap({ charter.notices[$0] }) else { return }
        if rule.isToOthers {
            // A preview may name nobody.
            guard request.sending != nil || request.recipient != nil else { return }
            let recipient = request.recipient ?? .unknown
            if let code = recipient.refusal(of: rule, at: facts.now) {
                throw Denied(code, .state, rule.place)
            }
            return
        }
        guard let revisions = request.sending else { return }
        if rule.to.contains(.previous) { return }
        guard !charter.channels(for: rule, view.facts, revisions, at: facts.now).isEmpty else {
            throw Denied(.channelNotAgreed, .state, rule.place)
        }
    }
}

extension Charter {
    /// The channels that a notice may take now, the first to be tried first: those agreed for its topic, or, for a kind
    /// that proves an address, those that were proposed.
    ///
    /// - Parameters:
    ///   - rule: the kind.
    ///   - facts: of the subject.
    ///   - revisions: the current revision of each field that may hold an address.
    ///   - now: the time.
    /// - Returns: the channels; none when nothing may be sent.
    package func channels(
        for rule: NoticeRule, _ facts: SubjectFacts, _ revisions: [ChannelField: UInt64], at now: Timestamp
    ) -> [Channel] {
        if rule.to.contains(.proposed) {
            return facts.channels.filter {
                $0.state(at: now) == .proposed && revisions[$0.field] == $0.revision
            }
        }
        guard rule.to.contains(.owner) || rule.to.contains(.technicalContact) else { return [] }
        return facts.agreedChannels(for: rule.topic, at: now, revisions: revisions, under: self)
    }
}
