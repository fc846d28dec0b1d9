import CofferModel

extension Checks {
    /// A text uses exactly the declared slots, leads nowhere, and can lose its optional lines.
    func texts(of notice: NoticeRule) {
        let declared = Set(notice.slots.keys)
        let optional = Set(notice.slots.filter(\.value.optional).keys)
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
            if (text.subject.fixedTexts + text.body.fixedTexts).contains(where: Host.isIn) {
                refuse(.foreignHost, notice.place, "a text of \(notice.kind) names a host or an address")
            }
            let isTorn = text.body.lines.contains {
                !$0.isDisjoint(with: optional) && !$0.isSubset(of: optional)
            }
            if isTorn || !text.subject.slots.isDisjoint(with: optional) {
                refuse(
                    .optionalLine, notice.place,
                    "a text of \(notice.kind) has an optional slot beside one that must stay, or in the subject"
                )
            }
        }
    }

    /// What is measured is a word of its list, and in units there are.
    func measures() {
        let wording = charter.wording
        for (list, words) in wording.measures.sorted(by: { $0.key < $1.key }) {
            for (word, units) in words.sorted(by: { $0.key < $1.key }) {
                let known = wording.words[list]?[word]
                if known == nil || units.isEmpty || !units.isSubset(of: wording.units.keys) {
                    refuse(
                        .unknownWord, known?.values.first?.place ?? charter.place,
                        "the measures of \(list) name a word or a unit that there is not")
                }
            }
        }
    }

    /// Words and units say what they are, and lead nowhere.
    func wording() {
        let wording = charter.wording
        for (list, words) in wording.words.sorted(by: { $0.key < $1.key }) {
            for text in words.values.flatMap(\.values) where Host.isIn(text.text) {
                refuse(.foreignHost, text.place, "a word of \(list) names a host or an address")
            }
        }
        for (unit, forms) in wording.units.sorted(by: { $0.key < $1.key }) {
            let texts = forms.values.flatMap { forms in PluralCategory.allCases.map { forms[$0] } }
            if texts.contains(where: Host.isIn) {
                refuse(.foreignHost, charter.place, "unit \(unit) names a host or an address")
            }
        }
    }
}

extension Template {
    /// What stands between its slots.
    var fixedTexts: [String] { pieces.compactMap { if case .text(let text) = $0 { text } else { nil } } }

    /// The slots of each line.
    var lines: [Set<String>] {
        var lines: [Set<String>] = [[]]
        for piece in pieces {
            switch piece {
            case .slot(let name): lines[lines.count - 1].insert(name)
            case .text(let text): lines += text.utf8.filter { $0 == 10 }.map { _ in [] }
            }
        }
        return lines
    }
}

/// What leads somewhere else than through a slot.
private enum Host {
    static func isIn(_ text: String) -> Bool {
        let text = text.lowercased()
        if ["://", "www.", "@", "mailto:"].contains(where: text.contains) { return true }
        return text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).contains { word in
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count > 1 && parts.dropLast().allSatisfy { !$0.isEmpty }
                && (parts.last.map { $0.count >= 2 && $0.allSatisfy(\.isLetter) } ?? false)
        }
    }
}

/// Words that advertise, in the languages of the charters; each is the beginning of a word.
enum Advertising {
    private static let stems = [
        "discount", "promo", "bargain", "отстъпк", "промоц", "оферт", "разпродажб", "скидк", "акция", "акции",
        "акцию", "распродаж", "спецпредложен", "жеңілдік",
    ]
    private static let words: Set<String> = ["sale", "sales"]
    private static let phrases = [
        "special offer", "специално предложение", "специальное предложение", "арнайы ұсыныс",
    ]

    static func isIn(_ text: String) -> Bool {
        let text = text.lowercased()
        if phrases.contains(where: text.contains) { return true }
        return text.split(whereSeparator: { !$0.isLetter }).contains { word in
            words.contains(String(word)) || stems.contains { word.hasPrefix($0) }
        }
    }
}
