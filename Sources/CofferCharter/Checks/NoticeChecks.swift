import CofferModel

extension Checks {
    /// A notice carries what its fields allow, says it in every language, and advertises nothing unasked.
    func notices() {
        let declared = library.notices.merging(company.notices) { base, _ in base }
        let all = declared.mapValues { $0.with(assembly.labels) }
        for notice in all.values.sorted(by: { $0.kind < $1.kind }) {
            texts(of: notice)
            for (name, slot) in notice.slots.sorted(by: { $0.key < $1.key }) {
                self.slot(name, slot, of: notice)
            }
            advertising(in: notice)
        }
        for notice in charter.notices.values.sorted(by: { $0.kind < $1.kind }) {
            for language in charter.languages where notice.texts[language] == nil {
                refuse(
                    .languageMissing, notice.place, "notice \(notice.kind) lacks a language of the company")
            }
            for path in notice.paths.sorted() where charter.fields[path] == nil {
                refuse(
                    .slotNotOutbound, notice.place,
                    "notice \(notice.kind) carries \(path), a field not in use")
            }
        }
    }

    private func slot(_ name: String, _ slot: SlotRule, of notice: NoticeRule) {
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
        }
    }

    private func texts(of notice: NoticeRule) {
        let declared = Set(notice.slots.keys)
        for (_, text) in notice.texts.sorted(by: { $0.key < $1.key }) {
            let used = text.subject.slots.union(text.body.slots)
            if !used.isSubset(of: declared) {
                refuse(
                    .slotUndeclared, notice.place, "a text of \(notice.kind) uses a slot that is not declared"
                )
            }
            if !declared.isSubset(of: used) {
                refuse(.slotUnused, notice.place, "a text of \(notice.kind) leaves out a declared slot")
            }
            if (text.subject.pieces + text.body.pieces).contains(where: \.namesHost) {
                refuse(.foreignHost, notice.place, "a text of \(notice.kind) names a host or an address")
            }
        }
    }

    private func advertising(in notice: NoticeRule) {
        let forms = Set(notice.slots.values.map(\.form))
        if notice.ofClass == .marketing, !forms.contains(.unsubscribe) {
            refuse(.noUnsubscribe, notice.place, "marketing notice \(notice.kind) has no way out")
        }
        guard notice.ofClass != .marketing else { return }
        let pieces = notice.texts.values.flatMap { $0.subject.pieces + $0.body.pieces }
        if forms.contains(.unsubscribe) || pieces.contains(where: \.advertises) {
            refuse(.advertising, notice.place, "notice \(notice.kind) is no marketing and advertises")
        }
    }
}

extension Template.Piece {
    private var words: String { if case .text(let text) = self { text.lowercased() } else { "" } }

    /// Whether fixed text leads anywhere but through a slot.
    fileprivate var namesHost: Bool {
        let text = words
        if ["://", "www.", "@", "mailto:"].contains(where: text.contains) { return true }
        return text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).contains { word in
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count > 1 && parts.dropLast().allSatisfy { !$0.isEmpty }
                && (parts.last.map { $0.count >= 2 && $0.allSatisfy(\.isLetter) } ?? false)
        }
    }

    /// Whether fixed text advertises, by the words that do in the languages of the charters.
    fileprivate var advertises: Bool {
        let signs = [
            "discount", "special offer", "sale ", "отстъпка", "промоция", "оферта", "скидк", "акция",
            "распродаж",
            "жеңілдік", "акциясы",
        ]
        return signs.contains(where: words.contains)
    }
}
