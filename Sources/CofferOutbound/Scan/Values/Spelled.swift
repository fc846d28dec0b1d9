import CofferForms

/// A value's text as the scan reads it.
struct Spelled {
    /// Its letters and digits as they look.
    let look: [UInt64]
    /// Its letters as they sound.
    let sound: [UInt64]

    init(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.mostBytes))
        var symbols = [UInt64](repeating: 0, count: bytes.count * 2 + TextReader.mostOfOne)
        var reader = TextReader()
        var span = symbols.mutableSpan
        let count = reader.read(bytes.span, into: &span, after: 0)
        let seen = Array(symbols[..<count])
        var sounds = [UInt64](repeating: 0, count: count * 3 + 1)
        var soundReader = SoundReader()
        var soundSpan = sounds.mutableSpan
        let spoken = soundReader.read(seen.span, into: &soundSpan, after: 0)
        let ended = soundReader.end(into: &soundSpan, after: spoken)
        look = seen
        sound = Array(sounds[..<ended])
    }

    /// Enough bytes for any pattern, whatever stands between its symbols.
    private static let mostBytes = 4096

    /// How many letters and digits there are; an ideograph says as much as two letters.
    var weight: Int { look.reduce(0) { $0 + (Self.isIdeograph($1) ? 2 : 1) } }

    /// How many of them are digits.
    var digits: Int { look.reduce(0) { $0 + (Self.digit($1) == nil ? 0 : 1) } }

    /// Whether there is nothing but digits.
    var isDigits: Bool { !look.isEmpty && digits == look.count }

    /// How many words there are.
    var words: Int { look.count { $0 & Symbol.start != 0 } }

    /// The digits, as symbols of their own.
    var digitSymbols: [UInt64] { look.compactMap { Self.digit($0) } }

    private static func digit(_ symbol: UInt64) -> UInt64? {
        let digit = symbol >> Symbol.digitShift & 0xF
        return digit > 0 ? 47 + digit : nil
    }

    private static func isIdeograph(_ symbol: UInt64) -> Bool {
        0x2E80..<0xA000 ~= symbol & Symbol.letter && !(0x3040...0x30FF ~= symbol & Symbol.letter)
    }
}

/// Other spellings of a word, where one letter has more than one usual sound.
enum Respelled {
    /// ж is also j, ң also ng, ъ also nothing or u; and the other way round.
    private static let rules = [
        ("ж", "j"), ("ң", "нг"), ("ъ", ""), ("ъ", "у"), ("zh", "j"), ("j", "zh"), ("ng", "n"),
    ]

    /// The spellings of a text, itself the first; at most eight.
    static func all(_ text: String) -> [String] {
        var all = [text]
        let folded = Composed.folded(text)
        for (from, to) in rules where folded.contains(from) {
            all += all.map { Composed.folded($0).replacing(from, with: to) }
        }
        return Array(all.prefix(8))
    }
}
