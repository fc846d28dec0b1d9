import CofferCharter
import CofferDelivery
import CofferFields
import CofferForms
import CofferLedger
import CofferModel
import CofferOutbound
import CofferStore

/// A notice that is ready to leave, and what its text shows by right.
struct Composed: Sendable {
    let language: String
    let notice: RenderedNotice
    /// The records whose values or labels it shows.
    let records: Set<RecordID>
    /// Its labels that a table keeps, to be stored before it leaves.
    let issued: [IssuedRow]
}

extension Vault {
    /// Fills the slots and compares the finished text with everything that is known of the subject.
    ///
    /// What the sender gave is not compared: he knows it already, it is of closed types, and an answer would tell him
    /// which of his guesses is the customer's birthday.
    ///
    /// Every outcome stands in the ledger before it is answered.
    ///
    /// - Parameters:
    ///   - passage: what has passed the gate.
    ///   - rule: its kind.
    ///   - channel: where it goes, which its labels depend on; nil when there is nowhere yet.
    ///   - frame: what else a reader of the message sees; nil for a preview.
    /// - Returns: the notice.
    /// - Throws: `leak_detected`, `placeholder_forbidden`, `template_invalid`, `bad_value` for what the sender gave, or the
    ///   code of a field that could not be opened.
    func compose(
        _ passage: Passage, _ rule: NoticeRule, to channel: ChannelField?, _ frame: MessageFrame?
    ) async throws(VaultError) -> Composed {
        guard let open = passage.open, let facts = passage.facts else {
            try await refuse(VaultError(.notFound), passage)
        }
        let given: [String: GivenValue]
        do { given = try charter.given(passage.order.given, for: rule) } catch {
            let wanted = charter.wanted(of: passage.order.given, for: rule)
            try await refuse(VaultError(.badValue, rule: error.rule, naming: wanted), passage)
        }
        let places: [FieldPath: RecordID]
        do { places = try slotPlaces(rule, open, passage.order.about) } catch {
            try await refuse(error, passage)
        }
        let setting = try await prepareLabels(
            rule, places, open, try setting(passage.order, facts, open, to: channel))
        let (found, issued) = try await slotAnswers(rule, places, setting, passage)
        let wanted =
            passage.order.recipient.flatMap { passage.settings?.recipients[$0]?.language } ?? facts.language
        let language = rule.texts[wanted] == nil ? charter.languages.first ?? "en" : wanted
        let notice: RenderedNotice
        let compared: RenderedNotice
        do {
            notice = try rendered(rule, language, found, given.mapValues { .given($0) }, passage)
            compared =
                given.isEmpty
                ? notice : try rendered(rule, language, found, given.mapValues { _ in .withheld }, passage)
        } catch { try await refuse(error, passage) }
        try await detect(
            in: try await message(notice, frame, passage), notice, rule, passage, frame?.byRight ?? [])
        try await scan(try await message(compared, frame, passage), shown(rule, places), passage)
        try checkPresent(passage.loaded)
        let records = Set(places.filter { $0.key != LabelRule.customer }.values)
        return Composed(language: language, notice: notice, records: records, issued: issued)
    }

    /// What a reader of the message sees.
    private func message(
        _ notice: RenderedNotice, _ frame: MessageFrame?, _ passage: Passage
    ) async throws(VaultError) -> CofferOutbound.OutboundMessage {
        let parts = CofferOutbound.OutboundMessage(notice).parts + (frame?.parts ?? [])
        guard let message = try? CofferOutbound.OutboundMessage(parts) else {
            try await refuse(VaultError(.tooLarge), passage)
        }
        return message
    }

    /// Which record fills which slot: the one the notice is about, what it hangs on, or the subject's only other of
    /// the class; when there are several, none of them may be guessed.
    private func slotPlaces(
        _ rule: NoticeRule, _ open: OpenSubject, _ record: RecordID?
    ) throws(VaultError) -> [FieldPath: RecordID] {
        let about = record.flatMap { open.records[$0] }
        let near = [about, about?.parent.flatMap { open.records[$0] }].compactMap { $0 }
        var places: [FieldPath: RecordID] = [:]
        if rule.label(of: LabelRule.customer) != nil { places[LabelRule.customer] = RecordID(bits: 0) }
        for path in rule.paths {
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
        let whole = rule.slots.values.filter { [.clear, .date, .hour, .amount, .word].contains($0.form) }
        return Set(
            whole.flatMap { [$0.path, $0.currency] }.compactMap { path in
                path.flatMap { path in places[path].map { ShownValue(record: $0, path: path) } }
            })
    }

    private func rendered(
        _ rule: NoticeRule, _ language: String, _ found: [FieldPath: JSON], _ given: [String: SlotFilling],
        _ passage: Passage
    ) throws(VaultError) -> RenderedNotice {
        guard let text = rule.texts[language] else { throw VaultError(.templateInvalid) }
        var values: [String: SlotValue] = [:]
        // In order, so that of several that lack a value it is always the same one that is named.
        for (name, slot) in rule.slots.sorted(by: { $0.key < $1.key }) {
            values[name] = try slotValue(name, slot, found, given[name], passage, language)
        }
        do {
            return try Renderer.render(
                subject: text.subject, body: text.body, language: language, slots: values)
        } catch { throw VaultError(error.code, "the notice could not be rendered") }
    }

    private func slotValue(
        _ name: String, _ slot: SlotRule, _ found: [FieldPath: JSON], _ given: SlotFilling?,
        _ passage: Passage, _ language: String
    ) throws(VaultError) -> SlotValue {
        let answer = slot.path.flatMap { found[$0]?.string }
        let currency = slot.currency.flatMap { found[$0]?.string }
        let filling: SlotFilling =
            if slot.origin == .message {
                .token(passage.order.token(of: name, to: passage.place))
            } else if let given {
                given
            } else {
                answer.map { .answered($0, currency: currency) } ?? .nothing
            }
        do { return try charter.value(of: slot, filling, in: language) } catch {
            throw VaultError(
                .placeholderForbidden, rule: error.rule, field: slot.path, "a slot has no value")
        }
    }
}

/// A value of one record that a notice shows by right.
struct ShownValue: Hashable {
    let record: RecordID
    let path: FieldPath
}
