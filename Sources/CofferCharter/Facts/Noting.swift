package import CofferModel

extension SubjectFacts {
    /// What a note is noted against.
    package struct Setting {
        let charter: Charter
        let records: Set<RecordID>
        let addresses: [ChannelField: UInt64]
        let revocable: [RecordID: [RecordID: UInt64]]
        let caseID: String?
        let now: Timestamp

        /// Takes what is known.
        ///
        /// - Parameters:
        ///   - charter: the charter in force.
        ///   - records: the subject's.
        ///   - addresses: his e-mail addresses and telephone numbers, each field with its current revision; for notes of
        ///     channels.
        ///   - revocable: his certificates, each with what its device is entered by and the revisions of that; for notes of
        ///     revocations.
        ///   - caseID: the ticket it is noted on.
        ///   - now: the time.
        package init(
            charter: Charter, records: Set<RecordID>, addresses: [ChannelField: UInt64],
            revocable: [RecordID: [RecordID: UInt64]], caseID: String?, now: Timestamp
        ) {
            self.charter = charter
            self.records = records
            self.addresses = addresses
            self.revocable = revocable
            self.caseID = caseID
            self.now = now
        }
    }

    /// These facts with something noted in them; the same facts where it stands there already.
    ///
    /// - Parameters:
    ///   - note: what to note.
    ///   - setting: against what.
    /// - Returns: the facts, their revision unchanged.
    /// - Throws: `bad_value` or `too_large` with the rule that is broken; `opted_out` for a consent by an act that does not
    ///   undo an objection; `gate_forbidden` for a channel that the company sends no such messages to.
    package func noting(_ note: SubjectNote, _ setting: Setting) throws(VaultError) -> SubjectFacts {
        var facts = self
        switch note {
        case .event(let name, let service, let record, let at, let until):
            guard name != .handedOver else { throw VaultError(.badValue, rule: "event.handed_over") }
            var event = SubjectEvent(
                name: name, service: service ?? (name == .ordered ? "default" : nil), record: record,
                at: at ?? setting.now, until: until)
            if event.at < setting.now { event.noted = setting.now }
            try facts.note(event, setting)
        case .consent(let topic, let act, let version, let expires):
            let consent = ConsentFacts(
                topic: topic, act: act, given: setting.now, withdrawn: nil, expires: expires,
                textVersion: version)
            try facts.note(consent, setting)
        case .withdrawal(let topic): try facts.withdraw(topic, setting)
        case .restriction(let path): try facts.restrict(path, setting)
        case .lift(let path):
            for place in facts.restrictions.indices
            where facts.restrictions[place].path == path && facts.restrictions[place].lifted == nil {
                facts.restrictions[place].lifted = setting.now
            }
        case .hold(let review): try facts.hold(until: review, setting)
        case .release: try facts.release(setting)
        case .channel(let field, let change): try facts.note(change, of: field, setting)
        case .channelOrder(let fields): try facts.order(fields)
        // Orders are kept beside the facts, each in a row of its own.
        case .order, .orderWithdrawal: break
        case .revocation(let record, let reason, let at):
            try facts.revoke(record, reason, at, setting)
        }
        guard facts.canonical.count <= Limits.factsBytes else {
            throw VaultError(.tooLarge, rule: "facts.size")
        }
        return facts
    }

    private mutating func note(_ event: SubjectEvent, _ setting: Setting) throws(VaultError) {
        guard event.at <= setting.now else { throw VaultError(.badValue, rule: "event.at") }
        guard event.name.hasDate == (event.until != nil) else {
            throw VaultError(.badValue, rule: "event.until")
        }
        guard event.record.map({ setting.records.contains($0) }) ?? true else {
            throw VaultError(.badValue, rule: "event.record")
        }
        if let service = event.service {
            guard event.name.isOfService, Name.isValid(service) else {
                throw VaultError(.badValue, rule: "event.service")
            }
            let isKnown = services.contains { $0.name == service }
            guard isKnown || event.name == .ordered else {
                throw VaultError(.badValue, rule: "event.service")
            }
            if !isKnown { services.append(ServiceFacts(name: service, opened: event.at)) }
        }
        guard !events.contains(where: { $0.isSame(as: event) }) else { return }
        events.append(event)
    }

    private mutating func note(_ consent: ConsentFacts, _ setting: Setting) throws(VaultError) {
        let charter = setting.charter
        guard charter.consentTopics.contains(consent.topic) else {
            throw VaultError(.badValue, rule: "consent.topic")
        }
        guard consent.act == .objection || charter.consentActs.contains(consent.act) else {
            throw VaultError(
                .badValue, rule: "consent.act", naming: charter.consentActs.union([.objection]).named)
        }
        guard consent.textVersion >= 0 else { throw VaultError(.badValue, rule: "consent.text_version") }
        guard consent.expires.map({ $0 > setting.now && consent.act != .objection }) ?? true else {
            throw VaultError(.badValue, rule: "consent.expires")
        }
        // Nobody reads a yes into what somebody does after he said no (requirements §3.6, rule 9).
        let standing = SubjectStanding(self, charter: charter, now: setting.now).consent(to: consent.topic)
        let saysYes: Set<ConsentAct> = [.explicit, .confirmedRequest, .objection]
        guard standing != .refused || saysYes.contains(consent.act) else { throw VaultError(.optedOut) }
        consents.append(consent)
    }

    private mutating func withdraw(_ topic: String, _ setting: Setting) throws(VaultError) {
        guard setting.charter.consentTopics.contains(topic) else {
            throw VaultError(.badValue, rule: "consent.topic")
        }
        let standing = consents.indices.filter {
            consents[$0].topic == topic && consents[$0].act != .objection && consents[$0].withdrawn == nil
        }
        for place in standing { consents[place].withdrawn = setting.now }
        let isRefused =
            SubjectStanding(self, charter: setting.charter, now: setting.now).consent(to: topic) == .refused
        guard !isRefused else { return }
        consents.append(
            ConsentFacts(
                topic: topic, act: .objection, given: setting.now, withdrawn: nil, expires: nil,
                textVersion: 0))
    }

    private mutating func restrict(_ path: FieldPath?, _ setting: Setting) throws(VaultError) {
        guard path.map({ setting.charter.fields[$0] != nil }) ?? true else {
            throw VaultError(.badValue, rule: "field.unknown")
        }
        guard !restrictions.contains(where: { $0.path == path && $0.lifted == nil }) else { return }
        restrictions.append(Restriction(path: path, since: setting.now, lifted: nil))
    }

    private mutating func hold(until review: Timestamp, _ setting: Setting) throws(VaultError) {
        let caseID = try Self.ticket(setting)
        guard setting.now < review, review <= setting.now.adding(seconds: 366 * 86_400) else {
            throw VaultError(.badValue, rule: "hold.review")
        }
        if let place = holds.firstIndex(where: { $0.caseID == caseID && $0.released == nil }) {
            holds[place].review = review
            return
        }
        holds.append(Hold(caseID: caseID, since: setting.now, review: review, released: nil))
    }

    private mutating func release(_ setting: Setting) throws(VaultError) {
        let caseID = try Self.ticket(setting)
        for place in holds.indices where holds[place].caseID == caseID && holds[place].released == nil {
            holds[place].released = setting.now
        }
    }

    /// A hold is always somebody's, on a ticket of the charter's form.
    private static func ticket(_ setting: Setting) throws(VaultError) -> String {
        guard let caseID = setting.caseID, setting.charter.casePattern.accepts(caseID) else {
            throw VaultError(.noCase)
        }
        return caseID
    }
}

extension Charter {
    /// What somebody can allow or object to: purposes, and what a retention code is prolonged by.
    package var consentTopics: Set<String> {
        Set(purposes.keys.map(\.rawValue)).union(retention.values.compactMap { $0.unless?.consent })
    }
}
