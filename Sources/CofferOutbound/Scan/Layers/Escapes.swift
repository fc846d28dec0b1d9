/// Escapes of URLs, HTML, quoted-printable, JSON and program text.
enum Escapes {
    /// The text with each escape replaced by what it stands for, once; nil if it has none.
    static func undone(_ text: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        let bytes = text.span
        var (at, copied) = (0, 0)
        let signs = signs
        let isSign = signs.span
        while at < bytes.count {
            guard isSign[Int(bytes[at])], let (plain, length) = escape(bytes, at)
            else {
                at += 1
                continue
            }
            if out.isEmpty { out.reserveCapacity(bytes.count) }
            out += text[copied..<at]
            out += plain
            at += length
            copied = at
        }
        return copied == 0 ? nil : out + text[copied...]
    }

    /// Which bytes begin an escape.
    static let signs: [Bool] = (0..<256).map { "%=&\\".utf8.contains(UInt8($0)) }

    private static func escape(_ bytes: Span<UInt8>, _ at: Int) -> (plain: [UInt8], length: Int)? {
        switch bytes[at] {
        case UInt8(ascii: "%"): number(bytes, at + 1, digits: 2).map { ([UInt8($0)], 3) }
        case UInt8(ascii: "="): quotedPrintable(bytes, at)
        case UInt8(ascii: "&"): entity(bytes, at)
        case UInt8(ascii: "\\"): backslash(bytes, at)
        default: nil
        }
    }

    private static func quotedPrintable(_ bytes: Span<UInt8>, _ at: Int) -> (plain: [UInt8], length: Int)? {
        if byte(bytes, at + 1) == 10 { return ([], 2) }
        if byte(bytes, at + 1) == 13, byte(bytes, at + 2) == 10 { return ([], 3) }
        return number(bytes, at + 1, digits: 2).map { ([UInt8($0)], 3) }
    }

    private static func backslash(_ bytes: Span<UInt8>, _ at: Int) -> (plain: [UInt8], length: Int)? {
        switch byte(bytes, at + 1) {
        case UInt8(ascii: "x"): return number(bytes, at + 2, digits: 2).map { (utf8($0), 4) }
        case UInt8(ascii: "u"):
            if byte(bytes, at + 2) == UInt8(ascii: "{") {
                let digits = (1...6).first { byte(bytes, at + 3 + $0) == UInt8(ascii: "}") } ?? 0
                return number(bytes, at + 3, digits: digits).map { (utf8($0), digits + 4) }
            }
            return surrogates(bytes, at) ?? number(bytes, at + 2, digits: 4).map { (utf8($0), 6) }
        default: return nil
        }
    }

    /// Two escapes of four digits that are one scalar together (RFC 8259 §7).
    private static func surrogates(_ bytes: Span<UInt8>, _ at: Int) -> (plain: [UInt8], length: Int)? {
        guard let high = number(bytes, at + 2, digits: 4), 0xD800..<0xDC00 ~= high,
            byte(bytes, at + 6) == UInt8(ascii: "\\"), byte(bytes, at + 7) == UInt8(ascii: "u"),
            let low = number(bytes, at + 8, digits: 4), 0xDC00..<0xE000 ~= low
        else { return nil }
        return (utf8(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)), 12)
    }

    private static func entity(_ bytes: Span<UInt8>, _ at: Int) -> (plain: [UInt8], length: Int)? {
        if byte(bytes, at + 1) == UInt8(ascii: "#") { return numericEntity(bytes, at) }
        var name: [UInt8] = []
        while name.count < 10, let letter = byte(bytes, at + 1 + name.count), Bytes.isAlphanumeric(letter) {
            name.append(letter)
        }
        guard !name.isEmpty, let plain = Entities.plain(String(decoding: name, as: UTF8.self)) else {
            return nil
        }
        let isEnded = byte(bytes, at + 1 + name.count) == UInt8(ascii: ";")
        return (plain, 1 + name.count + (isEnded ? 1 : 0))
    }

    private static func numericEntity(_ bytes: Span<UInt8>, _ at: Int) -> (plain: [UInt8], length: Int)? {
        let isHex = byte(bytes, at + 2).map { $0 | 32 } == UInt8(ascii: "x")
        let first = at + (isHex ? 3 : 2)
        var (value, next) = (UInt32(0), first)
        while next < first + 10, let digit = byte(bytes, next).flatMap({ Bytes.hexValue($0) }),
            isHex || digit < 10
        {
            value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x110000)
            next += 1
        }
        guard next > first else { return nil }
        return (utf8(value), next - at + (byte(bytes, next) == UInt8(ascii: ";") ? 1 : 0))
    }

    private static func byte(_ bytes: Span<UInt8>, _ at: Int) -> UInt8? {
        at < bytes.count ? bytes[at] : nil
    }

    private static func number(_ bytes: Span<UInt8>, _ at: Int, digits: Int) -> UInt32? {
        guard digits > 0 else { return nil }
        var value: UInt32 = 0
        for place in at..<(at + digits) {
            guard let digit = byte(bytes, place).flatMap({ Bytes.hexValue($0) }) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// A scalar, but nothing longer than its shortest escape.
    private static func utf8(_ value: UInt32) -> [UInt8] {
        Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }
}

/// Questions about ASCII bytes.
enum Bytes {
    static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

    static func isLetter(_ byte: UInt8) -> Bool { 97...122 ~= byte | 32 }

    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
