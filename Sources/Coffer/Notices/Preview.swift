import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
public import CofferModel
import CofferOutbound
import CofferStore

extension Vault {
    /// Renders a notice as it would leave, after comparing it with everything the vault holds of its subject.
    ///
    /// Every outcome stands in the ledger under the asker's name before it is answered.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice, as the charter names it.
    ///   - subject: whom it is for.
    ///   - record: what it is about: the certificate, the invoice.
    ///   - session: who asks.
    /// - Returns: the notice; nothing is sent.
    /// - Throws: `leak_detected` when it holds a value it must not carry, naming the fields; `placeholder_forbidden`,
    ///   `template_invalid`, the denial's code, or a failure. Nothing is shown then.
    public func preview(
        _ kind: String, for subject: SubjectID, about record: RecordID, as session: Session
    ) async throws(VaultError) -> NoticePreview {
        try checkAlive()
        try await refuse(refusal(session, .notice, [(nil, nil)], notice: kind), session, .notice)
        try await ensureLabels()
        let loaded = try await load([subject])
        let about = Preview(kind: kind, session: session, loaded: loaded, open: loaded.open[subject])
        guard let open = about.open, let facts = loaded.facts[subject] else {
            try await refuse(VaultError(.notFound), about)
        }
        try await permitNotice(about, subject)
        guard let rule = charter.notices[kind], open.records[record] != nil else {
            try await refuse(VaultError(.notFound), about)
        }
        let places: [FieldPath: RecordID]
        do { places = try slotPlaces(rule, open, record) } catch { try await refuse(error, about) }
        let found = try await slotAnswers(places, about)
        let language = rule.texts[facts.language] == nil ? charter.languages.first ?? "en" : facts.language
        let notice: RenderedNotice
        do { notice = try rendered(rule, language, found) } catch { try await refuse(error, about) }
        try await detect(in: notice, rule, about)
        try await scan(notice, shown(rule, places), about)
        try checkPresent(loaded)
        return NoticePreview(
            kind: kind, language: language, subject: notice.subject, body: notice.body,
            slots: rule.slots.sorted { $0.key < $1.key }.map {
                NoticePreview.Slot(name: $0.key, form: $0.value.form.rawValue, field: $0.value.path)
            },
            agreedChannels: facts.channels.filter { $0.state == .agreed && $0.topics.contains(rule.topic) }
                .count)
    }

    /// A kind that the charter does not know, or does not let this role write, is one refusal.
    private func permitNotice(
        _ about: Preview, _ subject: SubjectID
    ) async throws(VaultError) {
        let id = RequestID.random(from: random)
        let ask = Ask(subject: subject, record: nil, path: nil, form: nil)
        let decision = charter.decide(
            request(about.session, id, .notice, [ask], notice: about.kind),
            self.facts(about.session, about.loaded))
        if let denial = decision.denials.first {
            try await refuse(VaultError(denial.code), about)
        }
    }

    /// Records a refusal that no other row tells of, and refuses.
    func refuse(
        _ error: VaultError, _ about: Preview, _ action: Action = .notice
    ) async throws(VaultError) -> Never {
        var row = entry(about.session, RequestID.random(from: random), action)
        row.subject = about.open?.keys.reference
        row.code = error.code
        _ = try await record([row])
        throw error
    }

    /// Which record fills which slot: the one the notice is about, what it hangs on, or the subject's only other of
    /// the class; when there are several, none of them may be guessed.
    private func slotPlaces(
        _ rule: NoticeRule, _ open: OpenSubject, _ record: RecordID
    ) throws(VaultError) -> [FieldPath: RecordID] {
        let about = open.records[record]
        let near = [about, about?.parent.flatMap { open.records[$0] }].compactMap { $0 }
        var places: [FieldPath: RecordID] = [:]
        for path in rule.slots.values.flatMap({ [$0.path, $0.currency] }).compactMap({ $0 }) {
            guard let number = charter.classes[path.className]?.number else {
                throw VaultError(.templateInvalid)
            }
            if let row = near.first(where: { $0.ofClass == number }) {
                places[path] = row.record
                continue
            }
            let others = open.records.values.filter { $0.ofClass == number }
            if others.count == 1 { places[path] = others.first?.record }
        }
        return places
    }

    /// What the finished notice shows by right: a value of one record, where a slot carries it whole.
    ///
    /// A masked form, the last four digits or a label are no leave for the value itself.
    private func shown(_ rule: NoticeRule, _ places: [FieldPath: RecordID]) -> Set<ShownValue> {
        let whole = rule.slots.values.filter { [.clear, .date, .amount].contains($0.form) }
        return Set(
            whole.flatMap { [$0.path, $0.currency] }.compactMap { path in
                path.flatMap { path in places[path].map { ShownValue(record: $0, path: path) } }
            })
    }

    /// The slots' values, each in its slot's form; one row at least, even where no slot carries any.
    private func slotAnswers(
        _ places: [FieldPath: RecordID], _ about: Preview
    ) async throws(VaultError) -> [FieldPath: JSON] {
        let paths = places.keys.sorted()
        let asks = paths.map { path in
            Ask(subject: about.open?.keys.subject, record: places[path], path: path, form: nil)
        }
        guard !asks.isEmpty else {
            var row = entry(about.session, RequestID.random(from: random), .notice)
            row.subject = about.open?.keys.reference
            _ = try await record([row])
            return [:]
        }
        var found: [FieldPath: JSON] = [:]
        for answer in try await answers(asks, about) {
            switch answer.result {
            case .value(_, let json): found[paths[answer.ask]] = json
            case .denied(.notFound): continue
            case .denied(let code): throw VaultError(code, field: paths[answer.ask])
            }
        }
        return found
    }

    private func rendered(
        _ rule: NoticeRule, _ language: String, _ found: [FieldPath: JSON]
    ) throws(VaultError) -> RenderedNotice {
        guard let text = rule.texts[language] else { throw VaultError(.templateInvalid) }
        var values: [String: SlotValue] = [:]
        // In order, so that of several that lack a value it is always the same one that is named.
        for (name, slot) in rule.slots.sorted(by: { $0.key < $1.key }) {
            values[name] = try slotValue(slot, found, in: language)
        }
        do {
            return try Renderer.render(
                subject: text.subject, body: text.body, language: language, slots: values)
        } catch { throw VaultError(error.code, "the notice could not be rendered") }
    }

    private func slotValue(
        _ slot: SlotRule, _ found: [FieldPath: JSON], in language: String
    ) throws(VaultError) -> SlotValue {
        let answer = slot.path.flatMap { found[$0]?.string }
        let currency = slot.currency.flatMap { found[$0]?.string }
        let filling: SlotFilling =
            slot.origin == .message
            ? .token(Hex.encode(random.bytes(16)))
            : answer.map { .answered($0, currency: currency) } ?? .nothing
        do { return try charter.value(of: slot, filling, in: language) } catch {
            throw VaultError(.placeholderForbidden, field: slot.path, "a slot has no value")
        }
    }

    /// Decide, open, record, reveal, for an action that is not a read.
    private func answers(_ asks: [Ask], _ about: Preview) async throws(VaultError) -> [Answer] {
        let (session, loaded) = (about.session, about.loaded)
        let id = RequestID.random(from: random)
        try await opened.enter()
        defer { opened.leave() }
        var decision = charter.decide(
            request(session, id, .notice, asks, notice: about.kind), facts(session, loaded))
        let denials = decision.denials
        var answers = denials.map { Answer(ask: $0.ask, result: .denied($0.code)) }
        let base = entry(session, id, .notice)
        guard let grant = decision.takeGrant() else {
            _ = try await record(rows([], denials, asks, base, loaded))
            return answers
        }
        let unseen: Unseen
        do { unseen = try self.open(grant, loaded, period: now().quarter) } catch {
            try await refuse(error, about)
        }
        let receipt = try await record(rows(unseen.outcomes, denials, asks, base, loaded))
        try checkPresent(loaded)
        answers += unseen.reveal(for: receipt)
        return answers
    }

    /// Labels for customers are made under the key of the quarter; the first notice of one publishes it.
    private func ensureLabels() async throws(VaultError) {
        let use = KeyUse.audience(.customer, period: now().quarter)
        guard keyring.newest(use) == nil, keyring.holdsRoot else { return }
        do {
            try await turn.take {
                guard keyring.newest(use) == nil else { return }
                var change = KeyringChange()
                change.newKeys = [use]
                try await publish(change, nil)
            }
        } catch { throw vaultError(error) }
    }
}

/// One preview on its way: of which kind, by whom, about whom.
struct Preview {
    let kind: String
    let session: Session
    let loaded: Loaded
    let open: OpenSubject?
}

/// A value of one record that a notice shows by right.
struct ShownValue: Hashable {
    let record: RecordID
    let path: FieldPath
}
