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
    /// One whole word in its own letters.
    case form
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
        case .spread, .form, .capitalised, .literal: addLook(spelled, shape)
        }
    }

    private mutating func addDigits(_ spelled: Spelled) {
        let digits = spelled.digitSymbols.map { UInt32($0) }
        guard digits.count >= 7 else { return }
        if digits.count < 9 {
            let symbols = spelled.look.filter { $0 >> Symbol.digitShift & 0xF > 0 }
            patterns.look.add(
                symbols.map { UInt32(truncatingIfNeeded: $0) },
                symbols.map { _ in UInt32(Symbol.letter | Symbol.lookalike) }, owner: owner, endsWord: false)
        } else {
            let some = Array(digits.prefix(PatternSet.longest))
            patterns.digits.add(
                some, some.map { _ in UInt32(Symbol.letter) }, owner: owner, endsWord: false)
        }
    }

    private mutating func addLook(_ spelled: Spelled, _ shape: Shape) {
        // Where few letters say who it is, one that only looks the same is another.
        let isLong = spelled.look.count - spelled.digits >= 6
        let letter = Symbol.letter | (isLong && shape != .code ? 0 : Symbol.lookalike)
        let (values, masks) = Self.pattern(spelled.look, shape, letter: letter)
        let isScrap = shape == .capitalised || shape == .literal && spelled.look.count < 6
        patterns.look.add(
            values, masks, owner: owner, endsWord: Self.endsWord(shape, spelled.look), isPlainOnly: isScrap)
    }

    private mutating func addSounds(_ spelled: Spelled, _ text: String, least: Int, _ shape: Shape) {
        guard spelled.digits * 2 <= spelled.look.count else { return }
        for (place, spelling) in Respelled.all(text).enumerated() {
            let sound = place == 0 ? spelled.sound : Spelled(spelling).sound
            guard sound.count >= least else { continue }
            let (values, masks) = Self.pattern(sound, shape, letter: Symbol.letter)
            patterns.sound.add(values, masks, owner: owner, endsWord: Self.endsWord(shape, sound))
        }
    }

    private static func endsWord(_ shape: Shape, _ symbols: [UInt64]) -> Bool {
        shape != .piece && shape != .code && symbols.count <= PatternSet.longest
    }

    private static func pattern(
        _ symbols: [UInt64], _ shape: Shape, letter: UInt64
    ) -> (values: [UInt32], masks: [UInt32]) {
        var values: [UInt32] = []
        var masks: [UInt32] = []
        for (place, symbol) in symbols.prefix(PatternSet.longest).enumerated() {
            var (value, mask) = (symbol, letter)
            switch shape {
            case .piece, .code, .digits: break
            case .words, .form: mask |= Symbol.start
            case .oneWord:
                mask |= Symbol.start
                if place > 0 { value &= ~Symbol.start }
            case .spread:
                mask |= Symbol.start
                value |= Symbol.start
            case .capitalised:
                mask |= Symbol.start
                if place == 0 {
                    mask |= Symbol.capital
                    value |= Symbol.capital
                }
            case .literal:
                mask |= Symbol.start
                let gap = symbol >> Symbol.gapShift & 0x7F
                if place > 0, 33...126 ~= gap { mask |= Symbol.gap }
            }
            values.append(UInt32(truncatingIfNeeded: value))
            masks.append(UInt32(truncatingIfNeeded: mask))
        }
        return (values, masks)
    }
}
