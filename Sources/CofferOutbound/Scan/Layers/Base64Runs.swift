/// What runs of base64 hold, of both alphabets of RFC 4648.
///
/// A run of eight characters or more is always read; a shorter one where it is no word, but has digits among
/// letters or capitals inside. Runs of one length with white space between them, as wrapped lines are, are
/// read together with the runs before and after.
enum Base64Runs {
    /// What a byte is to base64: bits for a capital, a small letter and a digit, none for the two signs.
    private enum Kind {
        static let capital: UInt8 = 1
        static let small: UInt8 = 2
        static let digit: UInt8 = 4
        static let space: UInt8 = 64
        static let other: UInt8 = 128
    }

    private static let kinds: [UInt8] = (0..<256).map { value in
        switch values[value] {
        case 0..<26: Kind.capital
        case 26..<52: Kind.small
        case 52..<62: Kind.digit
        case 62..<64: 0
        default: Bytes.isSpace(UInt8(value)) ? Kind.space : Kind.other
        }
    }

    /// The value of each byte in base64.
    private static let values: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case let letter where 65...90 ~= letter: letter - 65
        case let letter where 97...122 ~= letter: letter - 71
        case let digit where 48...57 ~= digit: digit + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: 64
        }
    }

    /// A run as short as this one may be a part of what is read.
    private static let least = 4
    /// What is read is at least as long as this, white space in it included.
    private static let shortest = 6
    /// A word that is read: of so many characters of base64 few read as one.
    private static let shortestWord = 8

    /// The texts in the runs, from each of the four places where a group can begin; none that is empty.
    static func texts(in text: [UInt8]) -> [[UInt8]] {
        let table = kinds
        let (bytes, kinds) = (text.span, table.span)
        precondition(kinds.count == 256)
        var decoder = Decoder()
        // A run of so many bytes has one at a multiple of that many: the others need not be looked at, nor
        // blocks without any.
        var at = 0
        while true {
            at = Blocks.skip(bytes, from: at) { distanceFromRun($0) }
            guard at < bytes.count else { break }
            let block = at + Blocks.size
            while at < min(block, bytes.count), !isLong(bytes, kinds, at) { at += least }
            guard at < min(block, bytes.count) else { continue }
            var start = at
            while start > 0, kinds[Int(bytes[start - 1])] != Kind.other { start -= 1 }
            let end = read(bytes, kinds, from: start, &decoder)
            at = end
        }
        return decoder.texts.filter { !$0.isEmpty }
    }

    /// Whether a run around a place may be long enough to be a part of anything.
    private static func isLong(_ bytes: Span<UInt8>, _ kinds: Span<UInt8>, _ at: Int) -> Bool {
        guard kinds[Int(bytes[at])] < Kind.space else { return false }
        var (start, end) = (at, at + 1)
        while start > 0, at - start < least, kinds[Int(bytes[start - 1])] < Kind.space { start -= 1 }
        while end < bytes.count, end - start < least, kinds[Int(bytes[end])] < Kind.space { end += 1 }
        return end - start >= least
    }

    /// 0 for letters, digits and the signs of base64, and some that are none.
    @inline(__always)
    private static func distanceFromRun(_ byte: UInt8) -> UInt8 {
        min(min(byte & 0xF0 ^ 0x30, byte & 0xC0 ^ 0x40), min(byte ^ 0x2B, min(byte ^ 0x2D, byte ^ 0x2F)))
    }

    /// Reads runs with nothing but white space between them.
    ///
    /// - Returns: where they end.
    private static func read(
        _ bytes: Span<UInt8>, _ kinds: Span<UInt8>, from first: Int, _ decoder: inout Decoder
    ) -> Int {
        let table = values
        let values = table.span
        precondition(kinds.count == 256 && values.count == 256)
        var (place, hasOther) = (first, false)
        while place < bytes.count, kinds[Int(bytes[place])] != Kind.other {
            let start = place
            let isWord = endOfRun(bytes, kinds, &place)
            let count = place - start
            if count >= (isWord ? shortestWord : shortest) {
                // What reads as a word has nothing before it that could shift its groups.
                decoder.decode(start..<place, bytes, values, phases: isWord ? 1 : 4)
            }
            hasOther = hasOther || !isWord && count >= least
            while place < bytes.count, kinds[Int(bytes[place])] == Kind.space { place += 1 }
        }
        if hasOther { join(first..<place, bytes, kinds, values, &decoder) }
        return place
    }

    /// Reads runs of one length together, with the one before them, and the one after if it is shorter.
    private static func join(
        _ block: Range<Int>, _ bytes: Span<UInt8>, _ kinds: Span<UInt8>, _ values: Span<UInt8>,
        _ decoder: inout Decoder
    ) {
        var runs: [Range<Int>] = []
        var place = block.lowerBound
        while place < block.upperBound {
            let start = place
            _ = endOfRun(bytes, kinds, &place)
            if place > start { runs.append(start..<place) }
            while place < block.upperBound, kinds[Int(bytes[place])] == Kind.space { place += 1 }
        }
        var first = 0
        while first < runs.count {
            let length = runs[first].count
            var next = first + 1
            while next < runs.count, runs[next].count == length { next += 1 }
            if length >= least, next - first > 1 || length >= 16 {
                let isRest = next < runs.count && runs[next].count < length
                let some = runs[max(first - 1, 0)..<(isRest ? next + 1 : next)]
                if some.count > 1 { decoder.decode(joining: some, bytes, values) }
            }
            first = next
        }
    }

    /// Goes to the end of a run, and says whether it reads as a word: all small, all capital, or small after
    /// one capital; or digits with no letters.
    private static func endOfRun(_ bytes: Span<UInt8>, _ kinds: Span<UInt8>, _ place: inout Int) -> Bool {
        precondition(kinds.count == 256)
        let start = place
        if kinds[Int(bytes[place])] == Kind.capital { place += 1 }
        while place < bytes.count, kinds[Int(bytes[place])] == Kind.small { place += 1 }
        if place == bytes.count || kinds[Int(bytes[place])] >= Kind.space { return true }
        place = start
        var (seen, last, capitals, odd) = (UInt8(0), UInt8(0), UInt8(0), UInt8(0))
        while place < bytes.count {
            let kind = kinds[Int(bytes[place])]
            guard kind < Kind.space else { break }
            // A capital after a small letter, or a small one after two capitals; without a branch.
            odd |= last & kind << 1 & Kind.small | kind & capitals
            capitals |= (kind & last & Kind.capital) << 1
            seen |= kind
            last = kind
            place += 1
        }
        return odd == 0 && (seen & Kind.digit == 0 || seen & (Kind.capital | Kind.small) == 0)
    }

    /// Decodes runs from each of the four places where a group can begin.
    private struct Decoder {
        private(set) var texts = [[UInt8]](repeating: [], count: 4)
        private var plain: [UInt8] = []

        mutating func decode(
            joining runs: ArraySlice<Range<Int>>, _ bytes: Span<UInt8>, _ values: Span<UInt8>
        ) {
            var joined: [UInt8] = []
            for run in runs { for place in run { joined.append(bytes[place]) } }
            decode(0..<joined.count, joined.span, values)
        }

        mutating func decode(
            _ run: Range<Int>, _ bytes: Span<UInt8>, _ values: Span<UInt8>, phases: Int = 4
        ) {
            while plain.count < run.count { plain.append(0) }
            precondition(values.count == 256)
            for phase in 0..<min(phases, run.count) {
                var (bits, count, length) = (UInt32(0), UInt32(0), 0)
                var span = plain.mutableSpan
                for place in (run.lowerBound + phase)..<run.upperBound {
                    bits = bits << 6 | UInt32(values[Int(bytes[place])])
                    count += 6
                    if count >= 8 {
                        count -= 8
                        let byte = UInt8(truncatingIfNeeded: bits >> count)
                        span[length] = byte
                        length += byte == 0 ? 0 : 1
                    }
                }
                guard Readable.mayShow(plain.span.extracting(0..<length)) else { continue }
                var text: [UInt8] = []
                swap(&text, &texts[phase])
                Readable.append(plain.span.extracting(0..<length), to: &text)
                swap(&text, &texts[phase])
            }
        }
    }
}
