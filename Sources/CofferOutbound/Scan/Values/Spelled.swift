import CofferForms

/// A value's text as the scan reads it.
struct Spelled {
    /// Its letters and digits as they look.
    let look: [UInt64]
    /// Its letters as they sound.
    let sound: [UInt64]

    init(_ text: String) { self.init(Array(text.utf8.prefix(Self.mostBytes))) }

    /// Reads UTF-8.
    init(_ bytes: [UInt8]) {
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
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// The spellings of a text other than itself; at most seven.
    static func others(_ text: String) -> [Spelled] {
        var all = [Array(Composed.folded(text).utf8)]
        for (from, to) in rules {
            all += all.compactMap { replaced(from, with: to, in: $0) }
        }
        return all.dropFirst().prefix(7).map { Spelled($0) }
    }

    /// Nil if there is nothing to replace.
    private static func replaced(_ from: [UInt8], with to: [UInt8], in bytes: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var (at, copied) = (0, 0)
        while at + from.count <= bytes.count {
            if bytes[at] == from[0], bytes[at..<(at + from.count)].elementsEqual(from) {
                out += bytes[copied..<at] + to
                at += from.count
                copied = at
            } else {
                at += 1
            }
        }
        return copied == 0 ? nil : out + bytes[copied...]
    }
}
