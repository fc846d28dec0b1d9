import CofferModel

extension Checks {
    /// A notice carries what its fields allow, to whom it may, and says it in every language of the company.
    ///
    /// Checked are the kinds as they are sent: what a company changed of base, or declared, with what it left.
    func notices() {
        let library = library.notices.mapValues { $0.with(assembly.labels) }
        let all = library.merging(charter.notices) { _, sent in sent }
        for notice in all.values.sorted(by: { $0.kind < $1.kind }) {
            texts(of: notice)
            for (name, slot) in notice.slots.sorted(by: { $0.key < $1.key }) {
                self.slot(name, slot, of: notice)
            }
            recipients(of: notice)
            advertising(in: notice)
        }
        for notice in charter.notices.values.sorted(by: { $0.kind < $1.kind }) { sent(notice) }
    }

    private func sent(_ notice: NoticeRule) {
        if notice.ofClass == .marketing, charter.company.portal == nil {
            refuse(.portal, notice.place, "notice \(notice.kind) needs a portal: its way out is a link")
        }
        for language in charter.languages {
            if notice.texts[language] == nil {
                refuse(
                    .languageMissing, notice.place, "notice \(notice.kind) lacks a language of the company")
            }
            for slot in notice.slots.values where !speaks(slot, language) {
                refuse(
                    .languageMissing, slot.place,
                    "a list or unit of notice \(notice.kind) lacks a language of the company")
            }
        }
        for path in notice.paths.sorted() where charter.fields[path] == nil {
            refuse(
                .slotNotOutbound, notice.place, "notice \(notice.kind) carries \(path), a field not in use")
        }
        let shown = notice.slots.values.filter { $0.showsValue(birthDates: birthDates) }
        if shown.count > charter.quasiIdentifiers {
            refuse(
                .quasiIdentifiers, notice.place,
                "notice \(notice.kind) shows more values together than the charter's limit")
        }
    }

    private var birthDates: Set<FieldPath> { Set(fields.filter { $0.type == .birthDate }.map(\.path)) }

    /// Whether the words or units that a slot can show have a text in a language.
    private func speaks(_ slot: SlotRule, _ language: String) -> Bool {
        guard let language = Language(rawValue: language) else { return false }
        switch slot.form {
        case .word, .words:
            let words = slot.list.flatMap { charter.wording.words[$0] } ?? [:]
            return words.values.allSatisfy { $0[language] != nil }
        case .count: return slot.list.map { charter.wording.units[$0]?[language] != nil } ?? true
        case .measure: return charter.wording.units.values.allSatisfy { $0[language] != nil }
        default: return true
        }
    }

    private func slot(_ name: String, _ slot: SlotRule, of notice: NoticeRule) {
        list(name, slot, of: notice)
        if let gate = slot.gate, charter.gates[gate] == nil {
            refuse(
                .gateUnknown, slot.place, "slot \(name) of \(notice.kind) names a gate that does not exist")
        }
        if slot.path == LabelRule.customer {
            guard !notice.isToOthers else { return }
            refuse(
                .subjectLabel, slot.place, "slot \(name) of \(notice.kind) labels the customer to himself")
            return
        }
        if let first = slot.after.map({ notice.slots[$0] }),
            first?.origin != .given || first?.form != slot.form
        {
            refuse(
                .unknownWord, slot.place,
                "slot \(name) of \(notice.kind) is after a slot that is not given, or not of its type")
        }
        for path in [slot.path, slot.currency].compactMap({ $0 }) {
            let field = fields.first { $0.path == path }
            guard let field, let allowed = field.outbound[notice.kind] else {
                refuse(
                    .slotNotOutbound, slot.place,
                    "slot \(name) of \(notice.kind): \(path) may not leave in it")
                continue
            }
            if slot.form != allowed {
                refuse(
                    .slotNotOutbound, slot.place,
                    "slot \(name) of \(notice.kind): \(path) may not leave in that form")
            }
            let form = path == slot.currency ? .currency : field.type
            if !slot.form.fits(form, masked: field.mask != nil) {
                refuse(.formUnfit, slot.place, "slot \(name) of \(notice.kind): \(path) has no such form")
            }
        }
    }

    private func list(_ name: String, _ slot: SlotRule, of notice: NoticeRule) {
        guard let list = slot.list else { return }
        let isKnown =
            slot.form == .count ? charter.wording.units[list] != nil : charter.wording.words[list] != nil
        if !isKnown {
            refuse(.unknownWord, slot.place, "slot \(name) of \(notice.kind) names no list or unit there is")
        }
        let isSaid = notice.slots.values.contains {
            $0.origin == .given && $0.form == .word && $0.list == list
        }
        if slot.form == .measure, !isSaid {
            refuse(
                .unknownWord, slot.place,
                "slot \(name) of \(notice.kind) measures what no slot of it says, in a word of that list")
        }
    }

    /// The company's people get internal notices and nothing else, and nobody else gets those; likewise whoever data
    /// were disclosed to.
    private func recipients(of notice: NoticeRule) {
        for (recipient, own) in [
            (NoticeRule.Recipient.staff, NoticeRule.Class.internal), (.recipient, .disclosure),
        ]
        where notice.to.contains(recipient) != (notice.ofClass == own) {
            refuse(.recipientUnfit, notice.place, "notice \(notice.kind) is of a class for others")
        }
        if notice.ofClass == .internal || notice.ofClass == .disclosure, notice.to.count > 1 {
            refuse(.recipientUnfit, notice.place, "notice \(notice.kind) is of a class for others")
        }
    }

    private func advertising(in notice: NoticeRule) {
        let forms = Set(notice.slots.values.map(\.form))
        if notice.ofClass == .marketing, !forms.contains(.unsubscribe) {
            refuse(.noUnsubscribe, notice.place, "marketing notice \(notice.kind) has no way out")
        }
        guard notice.ofClass != .marketing else { return }
        if forms.contains(.unsubscribe) {
            refuse(.advertising, notice.place, "notice \(notice.kind) is no marketing and can be stopped")
        }
        let words = notice.slots.values.compactMap(\.list).flatMap {
            charter.wording.words[$0]?.values ?? [:].values
        }
        let shown = words.flatMap(\.values).map(\.text)
        let texts = notice.texts.values.flatMap { $0.subject.fixedTexts + $0.body.fixedTexts }
        if (texts + shown).contains(where: Advertising.isIn) {
            refuse(.advertising, notice.place, "notice \(notice.kind) is no marketing and advertises")
        }
    }
}

extension SlotRule {
    /// Whether it shows a value as it is, or masked: what adds up to a person (EDPB 01/2025, ¶101).
    ///
    /// Labels, days, amounts, words of closed lists, last digits and what is given count for nothing.
    fileprivate func showsValue(birthDates: Set<FieldPath>) -> Bool {
        guard let path else { return false }
        return form == .clear || form == .masked || birthDates.contains(path)
    }
}

extension SlotForm {
    /// Whether a value of a type can be carried in this form: as one line, and no time to the second.
    fileprivate func fits(_ type: FieldType, masked: Bool) -> Bool {
        switch self {
        case .label: true
        case .masked: masked
        case .last4: [.pan, .iban].contains(type)
        case .date: [.date, .timestamp].contains(type)
        case .hour: type == .timestamp
        case .amount: [.amount, .currency].contains(type)
        case .word: [.word, .paymentStatus, .serviceState, .ownership].contains(type)
        case .clear:
            [.name, .username, .organisationName, .invoiceNumber, .text, .word, .count, .decimal].contains(
                type)
        default: false
        }
    }
}
