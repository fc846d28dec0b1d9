import CofferForms

/// Text with everything that stands for an ASCII sign as that sign, for detectors that read ASCII.
enum PlainText {
    /// Digits of any script, full-width letters, spaces and hyphens of all kinds become ASCII; what does not
    /// show is left out, other letters stay as they are.
    static func of(_ text: [UInt8]) -> [UInt8] {
        let (bytes, table) = (text.span, isPlain)
        let isPlain = table.span
        var out: [UInt8] = []
        var (at, copied) = (0, 0)
        while true {
            at = Blocks.skip(bytes, from: at, by: Blocks.wide) { distanceFromOther($0) }
            while at < bytes.count, isPlain[Int(bytes[at])] { at += 1 }
            guard at < bytes.count else { break }
            let (value, length) = UTF8Scalar.read(bytes, at: at)
            if let plain = plain(value), plain.count <= length {
                if copied == 0 { out.reserveCapacity(text.count) }
                out.append(contentsOf: text[copied..<at])
                out.append(contentsOf: plain)
                copied = at + length
            }
            at += length
        }
        if copied == 0 { return text }
        out.append(contentsOf: text[copied...])
        return out
    }

    /// ASCII, and letters of two bytes, are as they are; so is what is no UTF-8.
    private static let isPlain: [Bool] = (0..<256).map {
        $0 < 0xC2 || 0xC3..<0xCC ~= $0 || 0xCE..<0xD8 ~= $0
    }

    /// 0 for what is not in ``isPlain``: 0xC2, 0xCC and 0xCD, 0xD8 and all above it.
    @inline(__always)
    private static func distanceFromOther(_ byte: UInt8) -> UInt8 {
        min(min(byte ^ 0xC2, byte & 0xFE ^ 0xCC), min(byte & 0xF8 ^ 0xD8, byte & 0xE0 ^ 0xE0))
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
