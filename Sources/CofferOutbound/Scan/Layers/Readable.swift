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
