/// One text as three lines of symbols: as it looks, as it sounds, and its digits alone.
///
/// Text goes through in blocks; of what was compared only the end is kept, so that memory does not grow with
/// the text. A value may stand across blocks, and from one text into the next.
struct Lanes {
    /// Bytes read at a time.
    private static let block = 1024
    /// Three bytes are at most six symbols; and what is kept.
    private static let room = 2 * block + 256
    /// Of three sounds each.
    private static let soundRoom = 6 * block + 256
    private var reader = TextReader()
    private var soundReader = SoundReader()
    private var look = Lane(room: Self.room)
    private var sound = Lane(room: Self.soundRoom)
    private var digits = Lane(room: Self.room)

    /// Reads a text and notes the values in it.
    mutating func read(
        _ bytes: Span<UInt8>, for patterns: Patterns, _ sieve: Sieve?, _ isHeld: Bool, _ found: inout [Bool]
    ) {
        let isFiltered = sieve != nil
        reader.separate()
        for stretch in sieve?.stretches(of: bytes) ?? [0..<bytes.count] {
            if stretch.lowerBound > 0 {
                end(patterns, isHeld, &found, isFiltered)
                look.clear()
                sound.clear()
                reader.separate()
            }
            read(bytes.extracting(stretch), patterns, isHeld, &found, isFiltered)
        }
        end(patterns, isHeld, &found, isFiltered)
        var at = 0
        while at < bytes.count {
            digits.readDigits(bytes, from: &at)
            digits.compare(patterns.digits, isHeld, &found, isFiltered, isLast: false)
        }
        digits.compare(patterns.digits, isHeld, &found, isFiltered, isLast: true)
    }

    private mutating func read(
        _ bytes: Span<UInt8>, _ patterns: Patterns, _ isHeld: Bool, _ found: inout [Bool],
        _ isFiltered: Bool
    ) {
        var at = 0
        while at < bytes.count {
            var end = min(at + Self.block, bytes.count)
            // No scalar is cut; four bytes back there is a beginning in any text.
            while end < bytes.count, end > at + Self.block - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            let new = look.count
            look.read(bytes.extracting(at..<end), with: &reader)
            sound.read(look, from: new, with: &soundReader)
            look.compare(patterns.look, isHeld, &found, isFiltered, isLast: false)
            soundReader.shift(
                by: sound.compare(patterns.sound, isHeld, &found, isFiltered, isLast: false))
            at = end
        }
    }

    /// Compares up to the end of a text or stretch.
    private mutating func end(
        _ patterns: Patterns, _ isHeld: Bool, _ found: inout [Bool], _ isFiltered: Bool
    ) {
        sound.end(with: &soundReader)
        look.compare(patterns.look, isHeld, &found, isFiltered, isLast: true)
        soundReader.shift(by: sound.compare(patterns.sound, isHeld, &found, isFiltered, isLast: true))
    }
}

/// A line of symbols, of which the first so many were compared.
struct Lane {
    /// Symbols that stay for the next block: one pattern, its end, and what the next sound may still change.
    private static let kept = PatternSet.longest + 8

    private var symbols: [UInt64]
    private(set) var count = 0
    private var compared = 0
    /// Where the text before ended.
    private var settled = 0

    init(room: Int) { symbols = Array(repeating: 0, count: room) }

    /// Appends what a text looks like.
    mutating func read(_ bytes: Span<UInt8>, with reader: inout TextReader) {
        let start = count
        var span = symbols.mutableSpan
        let end = reader.read(bytes, into: &span, after: start)
        count = end
    }

    /// Appends what the symbols of another line sound like.
    mutating func read(_ other: borrowing Lane, from first: Int, with reader: inout SoundReader) {
        let start = count
        var span = symbols.mutableSpan
        let end = reader.read(
            other.symbols.span.extracting(first..<other.count), into: &span, after: start)
        count = end
    }

    /// Ends the last word.
    mutating func end(with reader: inout SoundReader) {
        let start = count
        var span = symbols.mutableSpan
        let end = reader.end(into: &span, after: start)
        count = end
    }

    /// Appends the digits of a text until there is no room for more.
    mutating func readDigits(_ bytes: Span<UInt8>, from place: inout Int) {
        let start = count
        var span = symbols.mutableSpan
        let most = span.count - PatternSet.longest
        let end = DigitReader.read(bytes, from: &place, into: &span, after: start, most: most)
        count = end
    }

    /// Forgets all symbols.
    mutating func clear() { (count, compared, settled) = (0, 0, 0) }

    /// Looks for patterns that begin at places not compared yet, as far as their ends are known, and forgets
    /// what is not needed any more.
    ///
    /// - Returns: how many symbols it forgot.
    @discardableResult
    mutating func compare(
        _ set: PatternSet, _ isHeld: Bool, _ found: inout [Bool], _ isFiltered: Bool, isLast: Bool
    ) -> Int {
        var end = count - PatternSet.longest - 1
        if isLast {
            for place in 0..<PatternSet.longest { symbols[count + place] = Symbol.end }
            end = count
        }
        guard end > compared else { return 0 }
        let places = compared..<end
        let length = count + (isLast ? PatternSet.longest : 0)
        set.search(
            symbols.span.extracting(0..<length), places, settled: settled, isHeld, &found, isFiltered)
        // At the end of one text the next may go on with a value: its last symbols are compared again.
        compared = isLast ? max(0, count - PatternSet.longest) : end
        if isLast { settled = count }
        return drop()
    }

    /// Forgets what was compared, but for the last symbols.
    private mutating func drop() -> Int {
        let dropped = min(compared, count - Self.kept)
        guard dropped > 0 else { return 0 }
        for place in dropped..<count { symbols[place - dropped] = symbols[place] }
        count -= dropped
        compared -= dropped
        settled = max(0, settled - dropped)
        return dropped
    }
}
