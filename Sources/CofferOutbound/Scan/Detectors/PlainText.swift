import CofferForms

/// Text with everything that stands for an ASCII sign as that sign, for detectors that read ASCII.
enum PlainText {
    /// Digits of any script, full-width letters, spaces and hyphens of all kinds become ASCII; what does not
    /// show is left out, other letters stay as they are.
    static func of(_ text: [UInt8]) -> [UInt8] {
        let bytes = text.span
        var out = text
        var span = out.mutableSpan
        var (at, copied) = (0, 0)
        while at < bytes.count {
            // Not checked: no more is written than was read.
            let byte = unsafe bytes[unchecked: at]
            guard byte >= 0xC2, !(0xC3..<0xCC ~= byte || 0xCE..<0xD8 ~= byte) else {
                unsafe span[unchecked: copied] = byte
                (at, copied) = (at + 1, copied + 1)
                continue
            }
            let (value, length) = UTF8Scalar.read(bytes, at: at)
            if let plain = plain(value), plain.count <= length {
                for byte in plain {
                    span[copied] = byte
                    copied += 1
                }
            } else {
                for place in at..<(at + length) {
                    span[copied] = bytes[place]
                    copied += 1
                }
            }
            at += length
        }
        out.removeLast(out.count - copied)
        return out
    }

    /// The ASCII of the scalars that texts mostly have.
    private static let listed: [[UInt8]?] = Glyphs.listed.map { ascii($0) }

    private static func plain(_ value: UInt32) -> [UInt8]? {
        if let place = Glyphs.place(of: value) { return listed[place] }
        return value == 0xFFFD ? nil : Unicode.Scalar(value).flatMap { ascii($0) }
    }

    /// The ASCII that a scalar stands for; nil if it stands for itself.
    private static func ascii(_ scalar: Unicode.Scalar) -> [UInt8]? {
        guard Glyphs.isVisible(scalar) else { return [] }
        if scalar.properties.isWhitespace { return [32] }
        if scalar.properties.isDash { return [UInt8(ascii: "-")] }
        if let digit = Glyphs.digit(scalar) { return [UInt8(digit.value)] }
        let plain = Composed.compatible(String(scalar)).utf8
        return plain.allSatisfy { $0 < 0x80 } ? Array(plain) : nil
    }
}
