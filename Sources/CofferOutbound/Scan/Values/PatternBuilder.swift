/// How a text has to stand in another for the two to be the same.
enum Shape {
    /// Its letters and digits in this order, whatever stands between and around them.
    case piece
    /// As a piece, but only as it looks: a code, which nobody speaks.
    case code
    /// Whole words in this order, whatever signs stand between them.
    case words
    /// All its letters and digits as one whole word.
    case oneWord
    /// Each letter as a word of its own: spread out.
    case spread
    /// One whole word that begins with a capital; not among the scraps of decoded text.
    case capitalised
    /// Whole words, with just these signs between them.
    case literal
    /// Its digits in this order: seven or eight within one number, nine and more across everything that
    /// stands between.
    case digits
}

/// Makes patterns of the texts that stand for a subject's values.
struct PatternBuilder {
    private(set) var patterns = Patterns()
    private var owner = 0

    /// Says to which value the next texts belong.
    mutating func begin(owner: Int) { self.owner = owner }

    /// Looks for a text: the more it has, the less it must stand alone.
    mutating func text(_ text: String) {
        let spelled = Spelled(text)
        switch spelled.weight {
        case 0..<4: add(spelled, text, .literal)
        case 0..<9 where spelled.isDigits:
            add(spelled, text, .words)
            add(spelled, text, .oneWord)
        case _ where spelled.isDigits: add(spelled, text, .digits)
        case (spelled.digits > 0 ? 6 : 8)...: add(spelled, text, .piece)
        default:
            add(spelled, text, .words)
            if spelled.words > 1 { add(spelled, text, .oneWord) }
            if spelled.words == 1, spelled.look.count > 2 { add(spelled, text, .spread) }
        }
    }

    /// Looks for a text in one shape.
    mutating func text(_ text: String, as shape: Shape) { add(Spelled(text), text, shape) }

    private mutating func add(_ spelled: Spelled, _ text: String, _ shape: Shape) {
        switch shape {
        case .digits: addDigits(spelled)
        case .piece, .code:
            guard spelled.look.count >= 6 else { return }
            addLook(spelled, shape)
            if shape == .piece { addSounds(spelled, text, least: 6, shape) }
        case .words, .oneWord:
            addLook(spelled, shape)
            addSounds(spelled, text, least: 3, shape)
        case .spread, .capitalised, .literal: addLook(spelled, shape)
        }
    }

    /// Looks for a word in its own letters with each of some endings.
    mutating func forms(_ stem: String, _ endings: [Spelled]) {
        let stem = Spelled(stem).look
        for ending in endings {
            let count = stem.count + ending.look.count
            guard count <= PatternSet.longest else { continue }
            patterns.look.add(count, owner: owner, endsWord: true) { place in
                let symbol = place < stem.count ? stem[place] : ending.look[place - stem.count]
                let start = place == 0 ? Symbol.start : 0
                return (symbol & ~Symbol.start | start, Symbol.letter | Symbol.lookalike | Symbol.start)
            }
        }
    }

    private mutating func addDigits(_ spelled: Spelled) {
        let digits = spelled.look.filter { $0 >> Symbol.digitShift & 0xF > 0 }
        let count = min(digits.count, PatternSet.longest)
        if count >= 9 {
            patterns.digits.add(count, owner: owner, endsWord: false) { place in
                (47 + digits[place] >> Symbol.digitShift & 0xF, Symbol.letter)
            }
        } else if count >= 7 {
            patterns.look.add(count, owner: owner, endsWord: false) { place in
                (digits[place], Symbol.letter | Symbol.lookalike)
            }
        }
    }

    private mutating func addLook(_ spelled: Spelled, _ shape: Shape) {
        // Where few letters say who it is, one that only looks the same is another.
        let isLong = spelled.look.count - spelled.digits >= 6
        let letter = Symbol.letter | (isLong && shape != .code ? 0 : Symbol.lookalike)
        let isScrap = shape == .capitalised || shape == .literal && spelled.look.count < 6
        patterns.look.add(
            min(spelled.look.count, PatternSet.longest), owner: owner,
            endsWord: Self.endsWord(shape, spelled.look), isPlainOnly: isScrap
        ) { place in Self.symbol(spelled.look[place], place, shape, letter) }
    }

    private mutating func addSounds(_ spelled: Spelled, _ text: String, least: Int, _ shape: Shape) {
        guard spelled.digits * 2 <= spelled.look.count else { return }
        for sound in [spelled.sound] + Respelled.others(text).map(\.sound) where sound.count >= least {
            patterns.sound.add(
                min(sound.count, PatternSet.longest), owner: owner, endsWord: Self.endsWord(shape, sound)
            ) { place in Self.symbol(sound[place], place, shape, Symbol.letter) }
        }
    }

    private static func endsWord(_ shape: Shape, _ symbols: [UInt64]) -> Bool {
        shape != .piece && shape != .code && symbols.count <= PatternSet.longest
    }

    /// One symbol of a pattern, and which of its bits count in a shape.
    private static func symbol(
        _ symbol: UInt64, _ place: Int, _ shape: Shape, _ letter: UInt64
    ) -> (value: UInt64, mask: UInt64) {
        let word = letter | Symbol.start
        switch shape {
        case .piece, .code, .digits: return (symbol, letter)
        case .words: return (symbol, word)
        case .oneWord: return (place > 0 ? symbol & ~Symbol.start : symbol, word)
        case .spread: return (symbol | Symbol.start, word)
        case .capitalised:
            return place > 0 ? (symbol, word) : (symbol | Symbol.capital, word | Symbol.capital)
        case .literal:
            let hasSign = place > 0 && 33...126 ~= symbol >> Symbol.gapShift & 0x7F
            return (symbol, hasSign ? word | Symbol.gap : word)
        }
    }
}
