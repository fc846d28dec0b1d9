/// What runs of base64 hold, of both alphabets of RFC 4648.
///
/// A run of eight characters or more is always read; a shorter one where it is no word, but has digits among
/// letters or capitals inside. Runs of one length with white space between them, as wrapped lines are, are
/// read together with the runs before and after.
enum Base64Runs {
    private static let space: UInt8 = 64
    private static let other: UInt8 = 65

    /// The value of each byte in base64, or what else it is.
    private static let values: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case let letter where 65...90 ~= letter: letter - 65
        case let letter where 97...122 ~= letter: letter - 71
        case let digit where 48...57 ~= digit: digit + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        case let byte where Bytes.isSpace(byte): space
        default: other
        }
    }

    /// A run as short as this one may be a part of what is read.
    private static let least = 4
    /// What is read is at least as long as this, white space in it included.
    private static let shortest = 6

    /// The texts in the runs, from each of the four places where a group can begin; none that is empty.
    static func texts(in text: [UInt8]) -> [[UInt8]] {
        let table = values
        let (bytes, values) = (text.span, table.span)
        var decoder = Decoder()
        // A run of so many bytes has one at a multiple of that many: the others need not be looked at.
        var at = 0
        while at < bytes.count {
            guard values[Int(bytes[at])] != other, isLong(bytes, values, at)
            else {
                at += shortest
                continue
            }
            var (start, end) = (at, at + 1)
            while start > 0, values[Int(bytes[start - 1])] != other { start -= 1 }
            while end < bytes.count, values[Int(bytes[end])] != other {
                end += 1
            }
            if end - start >= shortest { read(start..<end, bytes, values, &decoder) }
            at += (end - at) / shortest * shortest + shortest
        }
        return decoder.texts.filter { !$0.isEmpty }
    }

    /// Whether a run around a place may be long enough: it has the next three bytes, or the three before.
    private static func isLong(_ bytes: Span<UInt8>, _ values: Span<UInt8>, _ at: Int) -> Bool {
        let isAfter = at + 3 < bytes.count && (1...3).allSatisfy { values[Int(bytes[at + $0])] != other }
        return isAfter || at >= 3 && (1...3).allSatisfy { values[Int(bytes[at - $0])] != other }
    }

    /// Reads runs with nothing but white space between them.
    private static func read(
        _ block: Range<Int>, _ bytes: Span<UInt8>, _ values: Span<UInt8>, _ decoder: inout Decoder
    ) {
        var (place, hasOther) = (block.lowerBound, false)
        while place < block.upperBound {
            let start = place
            let isWord = endOfRun(bytes, values, &place)
            let count = place - start
            if isWord ? count >= 8 : count >= 6 {
                // What reads as a word has nothing before it that could shift its groups.
                decoder.decode(start..<place, bytes, values, phases: isWord ? 1 : 4)
            }
            hasOther = hasOther || !isWord && count >= least
            while place < block.upperBound, values[Int(bytes[place])] == space { place += 1 }
        }
        if hasOther { join(block, bytes, values, &decoder) }
    }

    /// Reads runs of one length together, with the one before them, and the one after if it is shorter.
    private static func join(
        _ block: Range<Int>, _ bytes: Span<UInt8>, _ values: Span<UInt8>, _ decoder: inout Decoder
    ) {
        var runs: [Range<Int>] = []
        var place = block.lowerBound
        while place < block.upperBound {
            let start = place
            _ = endOfRun(bytes, values, &place)
            if place > start { runs.append(start..<place) }
            while place < block.upperBound, values[Int(bytes[place])] == space { place += 1 }
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
    private static func endOfRun(_ bytes: Span<UInt8>, _ values: Span<UInt8>, _ place: inout Int) -> Bool {
        var (seen, last, isOdd) = (UInt8(0), UInt8(0), false)
        while place < bytes.count {
            let value = values[Int(bytes[place])]
            guard value < space else { break }
            let kind: UInt8 = value < 26 ? 1 : value < 52 ? 2 : value < 62 ? 4 : 0
            // A capital after a small letter, or a small one after two capitals.
            isOdd = isOdd || kind == 1 && last == 2 || kind == 2 && seen & 8 != 0
            if kind == 1, last == 1 { seen |= 8 }
            seen |= kind
            last = kind
            place += 1
        }
        return !isOdd && (seen & 4 == 0 || seen & 3 == 0)
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
                var text: [UInt8] = []
                swap(&text, &texts[phase])
                Readable.append(plain.span.extracting(0..<length), to: &text)
                swap(&text, &texts[phase])
            }
        }
    }
}

/// What reads as text among decoded bytes.
enum Readable {
    /// Appends the stretches of at least four bytes and three characters that show, each as a line.
    ///
    /// - Parameters:
    ///   - bytes: what was decoded, without zero bytes, so that Latin in UTF-16 is read too.
    ///   - text: gets the lines.
    static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        var (at, start, length) = (0, 0, 0)
        while at <= bytes.count {
            var (value, size) = (UInt32(0xFFFD), 1)
            if at < bytes.count {
                let byte = bytes[at]
                (value, size) = byte < 0x80 ? (UInt32(byte), 1) : UTF8Scalar.read(bytes, at: at)
            }
            if shows(value) {
                length += 1
            } else {
                if length > 2, at - start > 3 {
                    for place in start..<at { text.append(bytes[place]) }
                    text.append(10)
                }
                (start, length) = (at + size, 0)
            }
            at += size
        }
    }

    /// What does not show may still stand between letters, but for controls.
    private static func shows(_ value: UInt32) -> Bool {
        if value < Glyphs.nearEnd { return 32...126 ~= value || value >= 0xA0 }
        guard value != 0xFFFD, let scalar = Unicode.Scalar(value) else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .unassigned, .privateUse, .surrogate: false
        default: true
        }
    }
}
