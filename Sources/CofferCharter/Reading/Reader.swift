import CofferModel

/// Reads one mapping strictly: each key once, none that nobody asks for, each value of its kind.
package struct Reader {
    /// Where the mapping begins.
    package let place: Place
    /// Collects what is wrong with it.
    package let refusals: Refusals
    /// What the mapping is, for sentences.
    package let what: String
    private let entries: [String: Tree.Entry]

    /// Takes a mapping; refuses another kind, and every key that is not listed.
    package init(_ tree: Tree, _ what: String, keys: Set<String>?, _ refusals: Refusals) {
        place = tree.place
        self.what = what
        self.refusals = refusals
        if tree.map == nil { refusals.refuse(.wrongKind, tree.place, "\(what) is a mapping") }
        var entries: [String: Tree.Entry] = [:]
        for entry in tree.map ?? [] {
            if let keys, !keys.contains(entry.key) {
                refusals.refuse(.unknownKey, entry.place, "\(what) has no key \(Self.shown(entry.key))")
            } else {
                entries[entry.key] = entry
            }
        }
        self.entries = entries
    }

    /// A key as a sentence may show it: only if it is a name.
    static func shown(_ text: String) -> String {
        let isName = text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            Name.isValid(String($0))
        }
        return isName ? text : "of that kind"
    }

    /// Refuses something at a place, or the mapping as a whole.
    package func refuse(_ rule: CharterRule, _ place: Place?, _ sentence: String) {
        refusals.refuse(rule, place ?? self.place, sentence)
    }

    /// Every entry, in the order of their lines.
    package var all: [Tree.Entry] { entries.values.sorted { $0.place.line < $1.place.line } }

    /// Whether a key is there.
    package func has(_ key: String) -> Bool { entries[key] != nil }

    /// Where a key stands; the mapping where it does not.
    package func line(_ key: String) -> Place { entries[key]?.place ?? place }

    /// What stands under a key.
    package func tree(_ key: String) -> Tree? { entries[key]?.value }

    /// A text, or nil; refused if it is there and no text.
    package func text(_ key: String) -> String? {
        guard let entry = entries[key] else { return nil }
        guard let text = entry.value.text, !text.isEmpty else {
            refuse(.wrongKind, entry.place, "\(key) of \(what) is a text")
            return nil
        }
        return text
    }

    /// Refuses the mapping if it lacks a key.
    package func need(_ key: String) {
        if entries[key] == nil { refuse(.missingKey, place, "\(what) lacks \(key)") }
    }

    /// A whole number without sign, spaces or leading zeros.
    func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text), String(number) == text, range.contains(number) else {
            refuse(.wrongKind, line(key), "\(key) of \(what) is a whole number in its range")
            return nil
        }
        return number
    }

    func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        guard text == "true" || text == "false" else {
            refuse(.wrongKind, line(key), "\(key) of \(what) is true or false")
            return nil
        }
        return text == "true"
    }

    /// One word of a closed list.
    package func word<Word: RawRepresentable<String>>(_ key: String, as type: Word.Type = Word.self) -> Word?
    {
        guard let text = text(key) else { return nil }
        return word(text, key, line(key))
    }

    /// Words of a closed list, each once; nil when the key is absent.
    func words<Word: RawRepresentable<String> & Hashable>(
        _ key: String, as type: Word.Type = Word.self
    ) -> Set<Word>? {
        guard let texts = texts(key) else { return nil }
        return Set(texts.compactMap { word($0.text, key, $0.place) })
    }

    private func word<Word: RawRepresentable<String>>(_ text: String, _ key: String, _ place: Place) -> Word?
    {
        if Self.wildcards.contains(text) {
            refuse(.wildcard, place, "\(key) of \(what) must be enumerated, not left open")
            return nil
        }
        guard let word = Word(rawValue: text) else {
            refuse(.unknownWord, place, "\(key) of \(what) is none of the known words")
            return nil
        }
        return word
    }

    /// Words that leave open what a charter must say.
    static let wildcards: Set<String> = [
        "*", "other", "others", "any", "all", "misc", "various", "etc", "default_all",
    ]

    /// A list of texts, each once, not empty.
    package func texts(_ key: String) -> [(text: String, place: Place)]? {
        guard let entry = entries[key] else { return nil }
        guard let list = entry.value.list else {
            refuse(.wrongKind, entry.place, "\(key) of \(what) is a list")
            return nil
        }
        if list.isEmpty { refuse(.emptyList, entry.place, "\(key) of \(what) is an empty list") }
        var seen: Set<String> = []
        return list.compactMap { item in
            guard let text = item.text else {
                refuse(.wrongKind, item.place, "\(key) of \(what) is a list of texts")
                return nil
            }
            if !seen.insert(text).inserted {
                refuse(.repeated, item.place, "\(key) of \(what) says one thing twice")
            }
            return (text, item.place)
        }
    }

    /// A name of 1...40 lower-case letters, digits and underscores that is no wildcard.
    package func name(_ text: String, _ place: Place) -> String? {
        if Self.wildcards.contains(text) {
            refuse(.wildcard, place, "\(what) must be enumerated, not left open")
            return nil
        }
        guard Name.isValid(text) else {
            refuse(.badName, place, "a name in \(what) is 1...40 lower-case letters, digits and underscores")
            return nil
        }
        return text
    }

    /// A list of field paths.
    func paths(_ key: String) -> [(path: FieldPath, place: Place)]? {
        texts(key)?.compactMap { text, place in
            let isWild = text.split(separator: ".").contains { Self.wildcards.contains(String($0)) }
            if isWild {
                refuse(.wildcard, place, "\(key) of \(what) names each field, without wildcards")
                return nil
            }
            guard let path = FieldPath(text) else {
                refuse(.badName, place, "\(key) of \(what) is a list of class.field")
                return nil
            }
            return (path, place)
        }
    }

    func duration(_ key: String) -> CalendarDuration? {
        guard let text = text(key) else { return nil }
        guard let duration = CalendarDuration(text) else {
            refuse(.wrongKind, line(key), "\(key) of \(what) is an ISO 8601 duration")
            return nil
        }
        return duration
    }
}
