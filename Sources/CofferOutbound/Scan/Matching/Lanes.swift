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
    /// Symbols that stay for the next block: one pattern, its end, and what the next sound may still change.
    private static let kept = PatternSet.longest + 8

    private var reader = TextReader()
    private var soundReader = SoundReader()
    private var look = Lane(room: Self.room)
    private var sound = Lane(room: Self.soundRoom)
    private var digits = Lane(room: Self.room)

    /// Reads a text and notes the values in it.
    mutating func read(
        _ bytes: Span<UInt8>, for patterns: Patterns, _ isHeld: Bool, _ found: inout [Bool],
        _ isFiltered: Bool
    ) {
        reader.separate()
        var at = 0
        while at < bytes.count {
            var end = min(at + Self.block, bytes.count)
            // No scalar is cut; four bytes back there is a beginning in any text.
            while end < bytes.count, end > at + Self.block - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            append(bytes.extracting(at..<end))
            compare(patterns, isHeld, &found, isFiltered, isLast: false)
            at = end
        }
        compare(patterns, isHeld, &found, isFiltered, isLast: true)
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        let new = look.count
        look.read(bytes, with: &reader)
        sound.read(look, from: new, with: &soundReader)
        digits.readDigits(look, from: new)
    }

    private mutating func compare(
        _ patterns: Patterns, _ isHeld: Bool, _ found: inout [Bool], _ isFiltered: Bool, isLast: Bool
    ) {
        if isLast { sound.end(with: &soundReader) }
        look.compare(patterns.look, isHeld, &found, isFiltered, isLast: isLast)
        sound.compare(patterns.sound, isHeld, &found, isFiltered, isLast: isLast)
        digits.compare(patterns.digits, isHeld, &found, isFiltered, isLast: isLast)
        look.drop(keeping: Self.kept)
        soundReader.shift(by: sound.drop(keeping: Self.kept))
        digits.drop(keeping: Self.kept)
    }
}

/// A line of symbols, of which the first so many were compared.
struct Lane {
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

    /// Appends the digits among the symbols of another line.
    mutating func readDigits(_ other: borrowing Lane, from first: Int) {
        let read = other.symbols.span
        var place = first
        while place < other.count {
            // Most text has no digits for long: eight symbols are looked at as one.
            if place + 8 <= other.count {
                let eight = read.extracting(place..<(place + 8))
                var all: UInt64 = 0
                for offset in 0..<8 { all |= eight[offset] }
                if all >> Symbol.digitShift & 0xF == 0 {
                    place += 8
                    continue
                }
            }
            let digit = read[place] >> Symbol.digitShift & 0xF
            if digit > 0 {
                symbols[count] = 47 + digit
                count += 1
            }
            place += 1
        }
    }

    /// Looks for patterns that begin at places not compared yet, as far as their ends are known.
    mutating func compare(
        _ set: PatternSet, _ isHeld: Bool, _ found: inout [Bool], _ isFiltered: Bool, isLast: Bool
    ) {
        var end = count - PatternSet.longest - 1
        if isLast {
            for place in 0..<PatternSet.longest { symbols[count + place] = Symbol.end }
            end = count
        }
        guard end > compared else { return }
        let places = compared..<end
        let length = count + (isLast ? PatternSet.longest : 0)
        set.search(
            symbols.span.extracting(0..<length), places, settled: settled, isHeld, &found, isFiltered)
        // At the end of one text the next may go on with a value: its last symbols are compared again.
        compared = isLast ? max(0, count - PatternSet.longest) : end
        if isLast { settled = count }
    }

    /// Forgets what was compared, but for the last symbols.
    @discardableResult
    mutating func drop(keeping kept: Int) -> Int {
        let dropped = min(compared, count - kept)
        guard dropped > 0 else { return 0 }
        for place in dropped..<count { symbols[place - dropped] = symbols[place] }
        count -= dropped
        compared -= dropped
        settled = max(0, settled - dropped)
        return dropped
    }
}
