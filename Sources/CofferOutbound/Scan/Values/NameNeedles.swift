import CofferForms

/// Names of people: each part alone, and in the cases of Slavic and Kazakh.
enum NameNeedles {
    static func add(_ text: String, to builder: inout PatternBuilder) {
        let parts = text.split(separator: " ").map { String($0) }
        guard parts.count > 1 else { return addPart(text, to: &builder) }
        builder.text(text)
        for part in parts where Spelled(part).weight >= 3 { addPart(part, to: &builder) }
    }

    private static func addPart(_ text: String, to builder: inout PatternBuilder) {
        guard Spelled(text).words == 1 else { return builder.text(text) }
        let word = Composed.folded(text)
        let hasCase = word.unicodeScalars.contains { $0.properties.isCased }
        let isOrdinary = word.unicodeScalars.count < 4 || OrdinaryWords.areNames.contains(word)
        guard !(hasCase && isOrdinary) else { return builder.text(word, as: .capitalised) }
        builder.text(text)
        addInflected(word, to: &builder)
    }

    /// The forms a Cyrillic name takes in a sentence.
    private static func addInflected(_ word: String, to builder: inout PatternBuilder) {
        let scalars = word.unicodeScalars
        guard scalars.allSatisfy({ 0x400...0x52F ~= $0.value }), let last = scalars.last else { return }
        let endsInVowel = "аяыеоуьй".unicodeScalars.contains(last)
        let stem = endsInVowel ? String(scalars.dropLast()) : word
        builder.forms(stem, slavic)
        if ["ский", "ской", "ская", "ный"].contains(where: { word.hasSuffix($0) }) {
            builder.forms(String(scalars.dropLast(2)), adjectival)
        }
        builder.forms(word, kazakh)
    }

    private static func list(_ line: String) -> [Spelled] {
        line.split(separator: " ").map { Spelled(String($0)) }
    }

    private static let slavic = list("а я у ю е и ы о ом ем ой ей ою ею ов ев ам ям ами ями ах ях ым ых ыми")
    private static let adjectival = list("ого ому им ом ий ая ой ую ые ие их ими")
    private static let kazakh = list(
        """
        ның нің дың дің тың тің ға ге қа ке на не ды ді ты ті ны ні да де та те нда нде дан ден \
        тан тен нан нен мен бен пен
        """)
}
