import CofferCharter
import CofferModel
import Testing

/// What a reader would stumble over, as far as a program can tell.
@Suite struct SpellingTests {
    let every: EveryKind
    init() throws { every = try EveryKind.loaded.get() }

    private static let letters: [String: Set<Character>] = [
        "en": Set("abcdefghijklmnopqrstuvwxyz"),
        "bg": Set("абвгдежзийклмнопрстуфхцчшщъьюяѝ"),
        "ru": Set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
        "kk": Set("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
    ]
    /// Signs of units are written alike everywhere.
    private static let units: Set<Substring> = ["c", "ms", "mbit", "s"]

    /// The fixed texts and words of a language.
    private func texts(_ language: String) throws -> [(String, String)] {
        let tongue = try #require(Language(rawValue: language))
        let fixed = every.kinds.flatMap { kind in
            [kind.texts[language]?.subject, kind.texts[language]?.body].compactMap(\.self).flatMap { text in
                text.pieces.compactMap { if case .text(let text) = $0 { (kind.kind, text) } else { nil } }
            }
        }
        let words = every.charter.wording.words.flatMap { list, words in
            words.values.compactMap { $0[tongue].map { (list, $0.text) } }
        }
        let units = every.charter.wording.units.flatMap { unit, forms in
            PluralCategory.allCases.compactMap { form in forms[tongue].map { (unit, $0[form]) } }
        }
        return fixed + words + units
    }

    @Test(arguments: EveryKind.languages)
    func `a text is written in the letters of its language alone`(language: String) throws {
        let letters = try #require(Self.letters[language])
        for (place, text) in try texts(language) {
            for word in text.lowercased().split(whereSeparator: { !$0.isLetter })
            where !Self.units.contains(word) {
                #expect(word.allSatisfy { letters.contains($0) }, "\(place): \(word)")
            }
        }
    }

    @Test(arguments: EveryKind.languages)
    func `a text has no doubled, trailing or missing space`(language: String) throws {
        for (place, text) in try texts(language) {
            #expect(!text.contains("  ") && !text.contains(" \n") && !text.contains("\n "), "\(place)")
            for sign in [" ,", " .", " :", " !", " ;", ",,", "..", "( ", " )"] {
                #expect(!text.contains(sign), "\(place)")
            }
        }
        for kind in every.kinds {
            let body = try #require(kind.texts[language]?.body.pieces)
            if case .text(let last) = try #require(body.last) {
                #expect(!last.hasSuffix("\n") && !last.hasSuffix(" "))
            }
        }
    }

    @Test(arguments: EveryKind.languages)
    func `a text to a customer begins with a greeting`(language: String) throws {
        let greeting = [
            "bg": "Здравейте", "en": "Hello", "ru": "Здравствуйте", "kk": "Сәлеметсіз бе",
        ]
        for kind in every.kinds where kind.ofClass != .internal {
            guard case .text(let first) = try #require(kind.texts[language]?.body.pieces.first) else {
                Issue.record("\(kind.kind) begins with a slot")
                continue
            }
            #expect(first.hasPrefix(try #require(greeting[language])), "\(kind.kind)")
        }
    }
}
