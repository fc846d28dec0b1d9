import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
public import CofferModel
import CofferOutbound
import CofferStore

/// What would leave, exactly, and where each part of it comes from.
public struct NoticePreview: Hashable, Sendable {
    /// One slot as it was filled.
    public struct Slot: Hashable, Sendable {
        /// The slot's name in the text.
        public let name: String
        /// In which form it carries a value.
        public let form: String
        /// The field it comes from; nil for tokens.
        public let field: FieldPath?
    }

    /// The kind of notice.
    public let kind: String
    /// The language it is written in.
    public let language: String
    /// The subject line.
    public let subject: String
    /// The body.
    public let body: String
    /// Its slots by name.
    public let slots: [Slot]
    /// How many channels could take it now; while there is none, it could be written but not sent.
    public let agreedChannels: Int
}

extension Vault {
    /// Renders a notice as it would leave, after comparing it with everything the vault holds of its subject.
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
        try await ensureLabels()
        let loaded = try await load([subject])
        guard let open = loaded.open[subject], let facts = loaded.facts[subject] else {
            _ = try await present(subject, session, .notice)
            throw VaultError(.notFound)
        }
        try await permitNotice(kind, session, loaded, subject)
        guard let rule = charter.notices[kind] else { throw VaultError(.notFound) }
        guard open.records[record] != nil else { throw VaultError(.notFound) }
        let places = try slotPlaces(rule, open, record)
        let values = try await slotValues(rule, places, session, loaded, subject)
        let language = rule.texts[facts.language] == nil ? charter.languages.first ?? "en" : facts.language
        guard let text = rule.texts[language] else { throw VaultError(.templateInvalid) }
        let notice: RenderedNotice
        do {
            notice = try Renderer.render(
                subject: text.subject, body: text.body, language: language, slots: values)
        } catch { throw VaultError(error.code, "the notice could not be rendered") }
        try await scan(notice, rule, session, loaded, open)
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
        _ kind: String, _ session: Session, _ loaded: Loaded, _ subject: SubjectID
    ) async throws(VaultError) {
        let id = RequestID.random(from: random)
        let ask = Ask(subject: subject, record: nil, path: nil, form: nil)
        let decision = charter.decide(
            request(session, id, .notice, [ask], notice: kind), facts(session, loaded))
        guard let denial = decision.denials.first else { return }
        var row = entry(session, id, .notice)
        row.subject = loaded.open[subject]?.keys.reference
        row.code = denial.code
        _ = try await record([row])
        throw VaultError(denial.code)
    }

    /// Which record fills which slot: the one the notice is about, what it hangs on, or the subject's only other.
    private func slotPlaces(
        _ rule: NoticeRule, _ open: OpenSubject, _ record: RecordID
    ) throws(VaultError) -> [FieldPath: RecordID] {
        let about = open.records[record]
        let near = [about, about?.parent.flatMap { open.records[$0] }].compactMap { $0 }
        let others = open.records.values.sorted { $0.record < $1.record }
        var places: [FieldPath: RecordID] = [:]
        for path in rule.slots.values.flatMap({ [$0.path, $0.currency] }).compactMap({ $0 }) {
            guard let number = charter.classes[path.className]?.number else {
                throw VaultError(.templateInvalid)
            }
            guard let row = (near + others).first(where: { $0.ofClass == number }) else { continue }
            places[path] = row.record
        }
        return places
    }

    private func slotValues(
        _ rule: NoticeRule, _ places: [FieldPath: RecordID], _ session: Session, _ loaded: Loaded,
        _ subject: SubjectID
    ) async throws(VaultError) -> [String: SlotValue] {
        let paths = places.keys.sorted()
        let asks = paths.compactMap { path in
            places[path].map { Ask(subject: subject, record: $0, path: path, form: nil) }
        }
        var found: [FieldPath: JSON] = [:]
        if !asks.isEmpty {
            for answer in try await answers(asks, .notice, rule.kind, session, loaded) {
                switch answer.result {
                case .value(_, let json): found[paths[answer.ask]] = json
                case .denied(.notFound): continue
                case .denied(let code): throw VaultError(code, field: paths[answer.ask])
                }
            }
        }
        var values: [String: SlotValue] = [:]
        for (name, slot) in rule.slots { values[name] = try slotValue(slot, found) }
        return values
    }

    private func slotValue(_ slot: SlotRule, _ found: [FieldPath: JSON]) throws(VaultError) -> SlotValue {
        if slot.form == .token || slot.form == .unsubscribe {
            return .token(Hex.encode(random.bytes(16)))
        }
        guard let path = slot.path, let text = found[path]?.string else {
            guard slot.optional else {
                throw VaultError(.placeholderForbidden, field: slot.path, "a slot has no value")
            }
            return .text("–")
        }
        switch slot.form {
        case .label: return .label(text)
        case .masked, .last4, .clear: return .text(text)
        case .date:
            guard let date = Timestamp(text.count == 10 ? text + "T00:00:00.000Z" : text) else {
                throw VaultError(.templateInvalid, field: path)
            }
            return .date(date)
        case .amount:
            guard let currency = slot.currency.flatMap({ found[$0]?.string }) else {
                throw VaultError(.placeholderForbidden, field: slot.currency, "a slot has no value")
            }
            return .amount(text, currency: currency)
        case .token, .unsubscribe: throw VaultError(.templateInvalid)
        }
    }

    /// Decide, open, record, reveal, for an action that is not a read.
    private func answers(
        _ asks: [Ask], _ action: Action, _ kind: String, _ session: Session, _ loaded: Loaded
    ) async throws(VaultError) -> [Answer] {
        let id = RequestID.random(from: random)
        try await opened.enter()
        defer { opened.leave() }
        var decision = charter.decide(
            request(session, id, action, asks, notice: kind), facts(session, loaded))
        let denials = decision.denials
        var answers = denials.map { Answer(ask: $0.ask, result: .denied($0.code)) }
        let base = entry(session, id, action)
        guard let grant = decision.takeGrant() else {
            _ = try await record(rows([], denials, asks, base, loaded))
            return answers
        }
        let unseen = try self.open(grant, loaded, period: now().quarter)
        let receipt = try await record(rows(unseen.outcomes, denials, asks, base, loaded))
        answers += unseen.reveal(for: receipt)
        return answers
    }

    /// Compares the rendered notice with every value of its subject that it does not carry by right.
    ///
    /// A use of its own in the ledger. It fails closed: a value that could not be compared stops the notice, unless
    /// its time is over.
    private func scan(
        _ notice: RenderedNotice, _ rule: NoticeRule, _ session: Session, _ loaded: Loaded,
        _ open: OpenSubject
    ) async throws(VaultError) {
        let id = RequestID.random(from: random)
        let telling = Set(charter.scanned(for: rule.kind))
        var asks: [Ask] = []
        for row in open.records.values.sorted(by: { $0.record < $1.record }) {
            asks += try stored(row).filter { telling.contains($0) }.map {
                Ask(subject: open.keys.subject, record: row.record, path: $0, form: nil)
            }
        }
        for start in stride(from: 0, to: asks.count, by: Self.scanPart) {
            let part = Array(asks[start..<min(start + Self.scanPart, asks.count)])
            try await scanPart(part, notice, rule.kind, session, loaded, id)
        }
    }

    /// Fields compared at a time: as many of the largest as fit the buffer.
    private static let scanPart = 128

    private func scanPart(
        _ asks: [Ask], _ notice: RenderedNotice, _ kind: String, _ session: Session, _ loaded: Loaded,
        _ id: RequestID
    ) async throws(VaultError) {
        try await opened.enter()
        defer { opened.leave() }
        var decision = charter.decide(
            request(session, id, .scan, asks, notice: kind), facts(session, loaded))
        let blind = decision.denials.filter { ![.destroyed, .expired].contains($0.code) }
        guard blind.isEmpty, let grant = decision.takeGrant() else {
            if blind.isEmpty { return }
            _ = try await record(rows([], decision.denials, asks, entry(session, id, .scan), loaded))
            throw VaultError(
                blind.first?.code ?? .leakDetected, field: blind.first.flatMap { asks[$0.ask].path })
        }
        let unseen = try self.open(grant, loaded, period: 0)
        let failures = unseen.outcomes.compactMap { $0.failure }.filter { $0 != .destroyed }
        let receipt = try await record(
            rows(unseen.outcomes, decision.denials, asks, entry(session, id, .scan), loaded))
        if let failure = failures.first { throw VaultError(failure, "a value could not be compared") }
        let leaks = unseen.compare(for: receipt) { values in
            LeakScan.leaks(
                in: notice, of: values.map { ScannedValue(number: $0.0, type: $0.1, bytes: $0.2) })
        }
        guard leaks.isEmpty else { try await refuse(leaks, session, id) }
    }

    private func refuse(_ leaks: [FieldNumber], _ session: Session, _ id: RequestID) async throws(VaultError)
        -> Never
    {
        let paths = leaks.compactMap { charter.numbers[$0] }
        var row = entry(session, id, .scan)
        row.code = .leakDetected
        row.cells = [LedgerCell(record: nil, granted: [:], denied: [.leakDetected: paths])]
        _ = try await record([row])
        throw VaultError(.leakDetected, naming: paths.map(\.description).joined(separator: ", "))
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
