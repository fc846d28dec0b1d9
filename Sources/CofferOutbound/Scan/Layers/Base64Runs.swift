/// What runs of base64 hold, of both alphabets of RFC 4648.
///
/// A run of eight characters or more is always read; a shorter one, and runs that go on over white space as
/// wrapped lines do, where some of it is no word: digits among letters, or capitals inside.
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

    /// The texts in the runs, from each of the four places where a group can begin; none that is empty.
    static func texts(in text: [UInt8]) -> [[UInt8]] {
        let (bytes, values) = (text.span, values.span)
        var texts = [[UInt8]](repeating: [], count: 4)
        var block = Block()
        var at = 0
        while at < bytes.count {
            let value = values[Int(bytes[at])]
            if value < space {
                let start = at
                while at < bytes.count, values[Int(bytes[at])] < space { at += 1 }
                block.add(start..<at, isWord: isWord(bytes.extracting(start..<at)))
            } else {
                if value == other { block.end(bytes, values, into: &texts) }
                at += 1
            }
        }
        block.end(bytes, values, into: &texts)
        return texts.filter { !$0.isEmpty }
    }

    /// All small, all capital, or small after one capital; digits with no letters.
    private static func isWord(_ run: Span<UInt8>) -> Bool {
        var (small, capitals, digits, isMixed) = (0, 0, 0, false)
        for place in run.indices {
            switch run[place] {
            case 97...122: small += 1
            case 65...90:
                isMixed = isMixed || small > 0
                capitals += 1
            case 48...57: digits += 1
            default: break
            }
        }
        return !isMixed && (small == 0 || capitals < 2) && (digits == 0 || small + capitals == 0)
    }

    /// Runs with nothing but white space between them.
    private struct Block {
        private var runs: [Range<Int>] = []
        private var hasOther = false

        mutating func add(_ run: Range<Int>, isWord: Bool) {
            if !isWord, run.count >= 4 { hasOther = true }
            if isWord, run.count < 8, runs.isEmpty { return }
            runs.append(run)
        }

        mutating func end(_ bytes: Span<UInt8>, _ values: Span<UInt8>, into texts: inout [[UInt8]]) {
            guard !runs.isEmpty else { return }
            for run in runs where run.count >= (hasOther ? 6 : 8) {
                Base64Runs.decode([run], bytes, values, into: &texts)
            }
            if hasOther, runs.count > 1 { Base64Runs.decode(runs, bytes, values, into: &texts) }
            runs.removeAll(keepingCapacity: true)
            hasOther = false
        }
    }

    private static func decode(
        _ runs: [Range<Int>], _ bytes: Span<UInt8>, _ values: Span<UInt8>, into texts: inout [[UInt8]]
    ) {
        for phase in 0..<4 {
            var plain: [UInt8] = []
            var (bits, count, skipped) = (UInt32(0), 0, 0)
            for run in runs {
                for place in run {
                    guard skipped == phase else {
                        skipped += 1
                        continue
                    }
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

/// What reads as text among decoded bytes.
enum Readable {
    /// Appends the stretches of at least three characters that show, each as a line.
    ///
    /// Zero bytes are passed over, so that Latin in UTF-16 is read too.
    static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        let kept = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        let span = kept.span
        var (at, start, length) = (0, 0, 0)
        while at <= span.count {
            let (value, size) = at < span.count ? UTF8Scalar.read(span, at: at) : (0xFFFD, 1)
            if shows(value) {
                length += 1
            } else {
                if length > 2 {
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
        if value < 128 { return 32...126 ~= value }
        guard value != 0xFFFD, let scalar = Unicode.Scalar(value) else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .unassigned, .privateUse, .surrogate: false
        default: true
        }
    }
}
