/// Escapes of URLs, HTML, quoted-printable, JSON and program text.
enum Escapes {
    /// The text with each escape replaced by what it stands for, once.
    static func undone(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if let (plain, length) = escape(in: bytes[at...]) {
                out += plain
                at += length
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func escape(in bytes: ArraySlice<UInt8>) -> (plain: [UInt8], length: Int)? {
        switch bytes.first {
        case UInt8(ascii: "%"): hexadecimal(bytes.dropFirst().prefix(2), digits: 2).map { ([UInt8($0)], 3) }
        case UInt8(ascii: "="): quotedPrintable(bytes)
        case UInt8(ascii: "&"): entity(bytes)
        case UInt8(ascii: "\\"): backslash(bytes)
        case UInt8(ascii: "+"): ([32], 1)
        default: nil
        }
    }

    private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> (plain: [UInt8], length: Int)? {
        if bytes.dropFirst().first == 10 { return ([], 2) }
        return hexadecimal(bytes.dropFirst().prefix(2), digits: 2).map { ([UInt8($0)], 3) }
    }

    private static func backslash(_ bytes: ArraySlice<UInt8>) -> (plain: [UInt8], length: Int)? {
        let rest = bytes.dropFirst(2)
        switch bytes.dropFirst().first {
        case UInt8(ascii: "x"): return hexadecimal(rest.prefix(2), digits: 2).map { (utf8($0), 4) }
        case UInt8(ascii: "u"):
            if rest.first == UInt8(ascii: "{"), let close = rest.prefix(10).firstIndex(of: UInt8(ascii: "}"))
            {
                let digits = rest[..<close].dropFirst()
                return hexadecimal(digits, digits: digits.count).map { (utf8($0), digits.count + 4) }
            }
            return hexadecimal(rest.prefix(4), digits: 4).map { (utf8($0), 6) }
        default: return nil
        }
    }

    private static func entity(_ bytes: ArraySlice<UInt8>) -> (plain: [UInt8], length: Int)? {
        let body = bytes.dropFirst().prefix(12)
        let name = body.prefix { $0 != UInt8(ascii: ";") }
        let length = 1 + name.count + (name.count < body.count ? 1 : 0)
        if name.first == UInt8(ascii: "#") {
            let isHex = name.dropFirst().first.map { $0 | 32 } == UInt8(ascii: "x")
            let digits = name.dropFirst(isHex ? 2 : 1)
            let text = String(decoding: digits, as: UTF8.self)
            return UInt32(text, radix: isHex ? 16 : 10).map { (utf8($0), length) }
        }
        return names[String(decoding: name, as: UTF8.self)].map { (Array($0.utf8), length) }
    }

    private static let names = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "shy": "",
        "commat": "@",
        "period": ".", "dot": ".", "hyphen": "-", "dash": "-", "colon": ":", "sol": "/", "lowbar": "_",
        "plus": "+",
        "num": "#", "zwj": "", "zwnj": "",
    ]

    private static func hexadecimal(_ digits: ArraySlice<UInt8>, digits count: Int) -> UInt32? {
        guard digits.count == count, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-")
        else {
            return nil
        }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func utf8(_ value: UInt32) -> [UInt8] {
        Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }
}
