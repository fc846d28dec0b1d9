import CofferForms

/// Text with everything that stands for an ASCII sign as that sign, for detectors that read ASCII.
enum PlainText {
    /// Digits of any script, full-width letters, spaces and hyphens of all kinds become ASCII; what does not
    /// show is left out, other letters stay as they are.
    static func of(_ text: [UInt8]) -> [UInt8] {
        let bytes = text.span
        var out = text
        var (at, copied) = (0, 0)
        while at < bytes.count {
            let lead = bytes[at]
            if lead < 0x80 {
                out[copied] = lead
                (at, copied) = (at + 1, copied + 1)
            } else if 0xC3..<0xD8 ~= lead, lead != 0xCD, at + 1 < bytes.count {
                out[copied] = lead
                out[copied + 1] = bytes[at + 1]
                (at, copied) = (at + 2, copied + 2)
            } else {
                let (value, length) = UTF8Scalar.read(bytes, at: at)
                if let plain = plain(value), plain.count <= length {
                    for byte in plain {
                        out[copied] = byte
                        copied += 1
                    }
                } else {
                    for place in at..<(at + length) {
                        out[copied] = bytes[place]
                        copied += 1
                    }
                }
                at += length
            }
        }
        out.removeLast(out.count - copied)
        return out
    }

    /// The ASCII that a scalar stands for; nil if it stands for itself.
    private static func plain(_ value: UInt32) -> [UInt8]? {
        switch value {
        case 0xFFFD: return nil
        case 0x2010...0x2015, 0x2212: return [UInt8(ascii: "-")]
        case 0x2018...0x2026, 0x20AC...0x20C0, 0xAB, 0xBB: return nil
        default: break
        }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        guard Glyphs.isVisible(scalar) else { return [] }
        if scalar.properties.isWhitespace { return [32] }
        if let digit = Glyphs.digit(scalar) { return [UInt8(digit.value)] }
        let plain = Composed.compatible(String(scalar)).utf8
        return plain.allSatisfy { $0 < 0x80 } ? Array(plain) : nil
    }
}
