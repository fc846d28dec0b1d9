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

    /// A run as short as this one may be read.
    private static let least = 4

    /// The texts in the runs, from each of the four places where a group can begin; none that is empty.
    static func texts(in text: [UInt8]) -> [[UInt8]] {
        let table = values
        let (bytes, values) = (text.span, table.span)
        var decoder = Decoder()
        // A run of so many bytes has one at a multiple of that many: the others need not be looked at.
        var at = 0
        while at < bytes.count {
            guard unsafe values[unchecked: Int(bytes[unchecked: at])] != other else {
                at += least
                continue
            }
            var place = at
            while place > 0, values[Int(bytes[place - 1])] != other { place -= 1 }
            var block = Block()
            while place < bytes.count, values[Int(bytes[place])] != other {
                let start = place
                let isWord = endOfRun(bytes, values, &place)
                if place > start {
                    block.add(start..<place, isWord, &decoder, bytes, values)
                } else {
                    place += 1
                }
            }
            block.end(&decoder, bytes, values)
            at += (place - at) / least * least + least
        }
        return decoder.texts.filter { !$0.isEmpty }
    }

    /// Goes to the end of a run, and says whether it reads as a word: all small, all capital, or small after
    /// one capital; or digits with no letters.
    private static func endOfRun(_ bytes: Span<UInt8>, _ values: Span<UInt8>, _ place: inout Int) -> Bool {
        var (seen, last, isOdd) = (UInt8(0), UInt8(0), false)
        while place < bytes.count {
            let value = unsafe values[unchecked: Int(bytes[unchecked: place])]
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

    /// Runs with nothing but white space between them, of which only the last few matter.
    private struct Block {
        private var before: Range<Int>?
        /// Runs of one length.
        private var equal: [Range<Int>] = []
        private var hasOther = false

        mutating func add(
            _ run: Range<Int>, _ isWord: Bool, _ decoder: inout Decoder, _ bytes: Span<UInt8>,
            _ values: Span<UInt8>
        ) {
            if run.count >= 8 || run.count >= 6 && !isWord { decoder.decode([run], bytes, values) }
            if let last = equal.last, last.count != run.count {
                join(run.count < last.count ? run : nil, &decoder, bytes, values)
                before = last
                equal.removeAll(keepingCapacity: true)
                hasOther = false
            }
            equal.append(run)
            hasOther = hasOther || !isWord
        }

        mutating func end(_ decoder: inout Decoder, _ bytes: Span<UInt8>, _ values: Span<UInt8>) {
            join(nil, &decoder, bytes, values)
        }

        private func join(
            _ after: Range<Int>?, _ decoder: inout Decoder, _ bytes: Span<UInt8>, _ values: Span<UInt8>
        ) {
            guard hasOther, let length = equal.first?.count, length >= least else { return }
            guard equal.count > 1 || length >= 16 else { return }
            let runs = [before].compactMap(\.self) + equal + [after].compactMap(\.self)
            if runs.count > 1 { decoder.decode(runs, bytes, values) }
        }
    }

    private struct Decoder {
        private(set) var texts = [[UInt8]](repeating: [], count: 4)
        private var plain: [UInt8] = []

        mutating func decode(_ runs: [Range<Int>], _ bytes: Span<UInt8>, _ values: Span<UInt8>) {
            for phase in 0..<4 {
                plain.removeAll(keepingCapacity: true)
                var (bits, count, skipped) = (UInt32(0), 0, 0)
                for run in runs {
                    let first = min(phase - skipped, run.count)
                    skipped += first
                    for place in run.dropFirst(first) {
                        bits = bits << 6 | UInt32(values[Int(bytes[place])])
                        count += 6
                        if count >= 8 {
                            count -= 8
                            plain.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                        }
                    }
                }
                Readable.append(plain, to: &texts[phase])
            }
        }
    }
}

/// What reads as text among decoded bytes.
enum Readable {
    /// Appends the stretches of at least four bytes and three characters that show, each as a line.
    ///
    /// Zero bytes are passed over, so that Latin in UTF-16 is read too.
    static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        let kept = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        let span = kept.span
        var (at, start, length) = (0, 0, 0)
        while at <= span.count {
            var (value, size) = (UInt32(0xFFFD), 1)
            if at < span.count {
                let byte = span[at]
                (value, size) = byte < 0x80 ? (UInt32(byte), 1) : UTF8Scalar.read(span, at: at)
            }
            if shows(value) {
                length += 1
            } else {
                if length > 2, at - start > 3 {
                    text += kept[start..<at]
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
