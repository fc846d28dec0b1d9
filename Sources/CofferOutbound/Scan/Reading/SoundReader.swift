/// Turns symbols into what they sound like, word by word.
struct SoundReader {
    /// The place where the word begins whose end is not known yet.
    private var wordStart = 0
    /// The gap before that word and whether it has a capital, for its first symbol.
    private var head: UInt64 = Symbol.start
    /// The last code of the word, 0 at its beginning, 31 after what has no sound.
    private var last = 0
    /// ъ or ь, of which only the next letter says what it is.
    private var sign: UInt8 = 0

    /// Says that so many symbols were dropped before the others.
    mutating func shift(by dropped: Int) { wordStart -= dropped }

    /// Appends the sounds of symbols.
    ///
    /// - Parameters:
    ///   - symbols: those to read.
    ///   - sounds: has room for three for each symbol.
    ///   - count: how many sounds there are already; the last ones may still change.
    /// - Returns: how many sounds there are now.
    mutating func read(_ symbols: Span<UInt64>, into sounds: inout MutableSpan<UInt64>, after count: Int)
        -> Int
    {
        let isPlain = Self.isPlain
        let plain = isPlain.span
        var (count, last) = (count, row)
        precondition(sounds.count >= count + symbols.count * 3 + 1)
        for place in symbols.indices {
            let symbol = symbols[place]
            let code = Int(symbol >> Symbol.soundShift & 0xFF_FFFF)
            // All ones at the beginning of a word: whether one begins is no branch.
            let word = 0 &- Int(truncatingIfNeeded: symbol >> Symbol.startShift & 1)
            if code < 32, plain[(last | word & 31) << 5 | code] {
                wordStart ^= word & (wordStart ^ count)
                head ^= UInt64(truncatingIfNeeded: word) & (head ^ symbol & Self.ofWord)
                sounds[count] = UInt64(code) | symbol & Self.ofWord
                count &+= 1
                last = code
            } else {
                if last < 32 { self.last = last }
                count = readAny(symbol, into: &sounds, after: count)
                last = row
            }
        }
        if last < 32 { self.last = last }
        return count
    }

    /// The last code, or 32 while a sign waits for the next letter.
    private var row: Int { sign == 0 ? last : 32 }

    /// Appends the sounds of any symbol.
    @inline(never)
    private mutating func readAny(
        _ symbol: UInt64, into sounds: inout MutableSpan<UInt64>, after count: Int
    ) -> Int {
        let rules = Sounds.pairs
        let pairs = rules.span
        var count = count
        if symbol & Symbol.start != 0 {
            count = end(into: &sounds, after: count)
            (wordStart, last) = (count, 0)
            head = symbol & Self.ofWord
        }
        var codes = UInt32(truncatingIfNeeded: symbol >> Symbol.soundShift) & 0xFF_FFFF
        if codes == 0 {
            count = end(into: &sounds, after: count)
            sounds[count] = Self.unspoken(symbol) | (count == wordStart ? head : 0)
            last = 31
            return count + 1
        }
        if codes == UInt32(Sounds.hard) || codes == UInt32(Sounds.soft) {
            sign = UInt8(codes)
            return count
        }
        if sign != 0 { count = resolve(before: UInt8(codes & 0xFF), into: &sounds, after: count, pairs) }
        repeat {
            count = append(UInt8(codes & 0xFF), to: &sounds, after: count, pairs)
            codes >>= 8
        } while codes != 0
        return count
    }

    /// Ends the last word: nothing may follow in it.
    mutating func end(into sounds: inout MutableSpan<UInt64>, after count: Int) -> Int {
        guard sign != 0 else { return count }
        let rules = Sounds.pairs
        return resolve(before: 0, into: &sounds, after: count, rules.span)
    }

    /// ъ is nothing before a vowel, as in Russian, and a elsewhere, as in Bulgarian; ьо is io.
    private mutating func resolve(
        before next: UInt8, into sounds: inout MutableSpan<UInt64>, after count: Int, _ pairs: Span<UInt8>
    ) -> Int {
        let isVowel = next < 32 && 1 << UInt32(next) & Self.vowels != 0
        let code: UInt8 =
            sign == Sounds.hard ? (isVowel ? 0 : Self.a) : next == Self.o ? Self.i : 0
        sign = 0
        return code == 0 ? count : append(code, to: &sounds, after: count, pairs)
    }

    @inline(__always)
    private mutating func append(
        _ code: UInt8, to sounds: inout MutableSpan<UInt64>, after count: Int, _ pairs: Span<UInt8>
    ) -> Int {
        var (code, count) = (Int(code), count)
        while true {
            let action = Int(pairs[last << 5 | code])
            if action == 0 || action >= 32 {
                code = action == 0 ? code : action - 32
                sounds[count] = UInt64(code) | (count == wordStart ? head : 0)
                last = code
                return count + 1
            }
            count -= 1
            code = action
            last = count > wordStart ? min(Int(sounds[count - 1] & Symbol.letter), 31) : 0
        }
    }

    /// Digits, and letters of other scripts, as they are.
    static func unspoken(_ symbol: UInt64) -> UInt64 {
        let digit = symbol >> Symbol.digitShift & 0xF
        return digit > 0 ? 47 + digit : symbol & Symbol.letter
    }

    /// Whether a code stays as it is after another, by both; none does after 0, where nothing of a word stands
    /// yet, nor after 32, where a sign waits.
    private static let isPlain: [Bool] = (0..<2048).map { pair in
        1..<32 ~= pair >> 5 && 1..<Int(Sounds.hard) ~= pair & 31 && Sounds.pairs[pair] == 0
    }

    /// What the first symbol of a word has of it.
    private static let ofWord = Symbol.gap | Symbol.start | Symbol.capital

    private static let (a, i, o): (UInt8, UInt8, UInt8) = (1, 9, 15)
    /// a, e, i, o and u.
    private static let vowels: UInt32 = 1 << 1 | 1 << 5 | 1 << 9 | 1 << 15 | 1 << 21
}
