/// What reads as text among decoded bytes.
enum Readable {
    /// Appends the stretches of at least four bytes and three characters that show, each as a line.
    ///
    /// For bytes without any, ``mayShow(_:)`` says so quicker.
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
                if byte < 0x80 {
                    value = UInt32(byte)
                } else if byte >= 0xC2 {
                    (value, size) = UTF8Scalar.read(bytes, at: at)
                }
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

    /// Whether four bytes in a row may be text: a quick look that spares most of what is none the rest.
    static func mayShow(_ bytes: Span<UInt8>) -> Bool {
        let table = kinds
        let kinds = table.span
        precondition(kinds.count == 256)
        var (last, streak) = (UInt32(3), UInt32(0))
        for place in bytes.indices {
            let kind = UInt32(kinds[Int(bytes[place])])
            let step = steps >> ((last << 2 | kind) << 1) & 3
            streak = step == 2 ? streak + 1 : step
            if streak == 4 { return true }
            last = kind
        }
        return false
    }

    /// ASCII that shows: 0; what begins a longer scalar: 1; what goes on with one: 2; others: 3.
    private static let kinds: [UInt8] = (0..<256).map {
        switch $0 {
        case 32..<127: 0
        case 0xC2..<0xF5: 1
        case 0x80..<0xC0: 2
        default: 3
        }
    }

    /// By the kinds of two bytes in a row: how many may be text after the second, or 2 for one more.
    private static let steps: UInt32 = [
        2, 2, 0, 0,  // ASCII
        1, 1, 2, 0,  // a beginning, which needs a rest
        2, 2, 2, 0,  // a rest
        1, 1, 0, 0,
    ].reversed().reduce(0) { $0 << 2 | $1 }

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
