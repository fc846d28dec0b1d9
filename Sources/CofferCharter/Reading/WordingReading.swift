import CofferModel

extension Wording {
    /// `words: { list: { word: { bg: "…" } } }`, `units: { unit: { bg: { one: "…", other: "…" } } }` and
    /// `measures: { list: { word: [unit] } }`.
    static func read(_ file: Reader) -> Wording {
        Wording(words: words(file), units: units(file), measures: measures(file))
    }

    private static func measures(_ file: Reader) -> [String: [String: Set<String>]] {
        named("measures", file) { list in
            let words = Reader(list.value, "the measures of \(list.key)", keys: nil, file.refusals)
            return entries(words) { word in words.texts(word.key).map { Set($0.map(\.text)) } }
        }
    }

    private static func words(_ file: Reader) -> [String: [String: [Language: Word]]] {
        named("words", file) { list in
            let words = Reader(list.value, "word list \(list.key)", keys: nil, file.refusals)
            return entries(words) { word in
                let texts = Reader(word.value, "a word of \(words.what)", keys: nil, file.refusals)
                return languages(texts) { language in
                    shown(texts, language.key).map { Word(text: $0, place: language.place) }
                }
            }
        }
    }

    private static func units(_ file: Reader) -> [String: [Language: PluralForms]] {
        named("units", file) { unit in
            let texts = Reader(unit.value, "unit \(unit.key)", keys: nil, file.refusals)
            return languages(texts) { entry in
                guard let language = Language(rawValue: entry.key) else { return nil }
                let needed = PluralCategory.needed(in: language)
                let forms = Reader(
                    entry.value, "a language of \(texts.what)", keys: Set(needed.map(\.rawValue)),
                    file.refusals)
                let pairs = needed.compactMap { form -> (PluralCategory, String)? in
                    forms.need(form.rawValue)
                    return shown(forms, form.rawValue).map { (form, $0) }
                }
                return PluralForms(Dictionary(pairs, uniquingKeysWith: { one, _ in one }), in: language)
            }
        }
    }

    private static func named<Value>(
        _ key: String, _ file: Reader, _ read: (Tree.Entry) -> Value?
    ) -> [String: Value] {
        guard let tree = file.tree(key) else { return [:] }
        return entries(Reader(tree, key, keys: nil, file.refusals), read)
    }

    private static func entries<Value>(_ reader: Reader, _ read: (Tree.Entry) -> Value?) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in reader.all {
            guard let name = reader.name(entry.key, entry.place) else { continue }
            values[name] = read(entry)
        }
        return values
    }

    private static func languages<Value>(
        _ reader: Reader, _ read: (Tree.Entry) -> Value?
    ) -> [Language: Value] {
        var values: [Language: Value] = [:]
        for entry in reader.all {
            guard let language = reader.language(entry) else { continue }
            values[language] = read(entry)
        }
        return values
    }

    /// A text that fits a slot: one short line.
    private static func shown(_ reader: Reader, _ key: String) -> String? {
        guard let text = reader.text(key) else { return nil }
        guard text.utf8.count <= Limits.noticeWordBytes, text.unicodeScalars.allSatisfy(\.isPrintable) else {
            reader.refuse(.wrongKind, reader.line(key), "\(reader.what) is one line of at most 120 bytes")
            return nil
        }
        return text
    }
}

extension Reader {
    /// A key that is a language notices can be written in.
    func language(_ entry: Tree.Entry) -> Language? {
        guard let language = Language(rawValue: entry.key) else {
            refuse(.unknownWord, entry.place, "\(what) has a language that notices are not written in")
            return nil
        }
        return language
    }
}
