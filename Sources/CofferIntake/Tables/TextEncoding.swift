/// In what the text of a table is written.
enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// With a mark at the beginning that says in which order the bytes are.
    case utf16 = "utf-16"
    case utf16le = "utf-16le"
    case utf16be = "utf-16be"
    /// Cyrillic as Windows has it.
    case windows1251 = "windows-1251"
}

/// Makes UTF-8 of a file's bytes, piece by piece.
///
/// What is no character becomes a byte 0xFF, which UTF-8 never has, so that it is refused where it stands.
struct TextDecoder {
    /// Stands for what could not be read.
    static let broken: UInt8 = 0xFF
    private static let upper = Array(
        """
        ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї\
        АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя
        """.unicodeScalars)

    private(set) var encoding: TextEncoding
    /// Bytes of a character whose rest has not come.
    private var pending: [UInt8] = []

    init(_ encoding: TextEncoding) { self.encoding = encoding }

    /// Takes what a file begins with: the mark of its byte order, if there is one.
    ///
    /// - Parameter head: the file's first bytes, at least three where it has so many.
    /// - Returns: how many of them are the mark; nil when one is wanted and missing.
    mutating func begin(_ head: [UInt8]) -> Int? {
        let (little, big) = (head.starts(with: [0xFF, 0xFE]), head.starts(with: [0xFE, 0xFF]))
        switch encoding {
        case .utf8: return head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        case .windows1251: return 0
        case .utf16le: return little ? 2 : 0
        case .utf16be: return big ? 2 : 0
        case .utf16:
            guard little || big || head.isEmpty else { return nil }
            encoding = big ? .utf16be : .utf16le
            return head.isEmpty ? 0 : 2
        }
    }

    /// Forgets what was begun, to go on elsewhere.
    mutating func restart() { pending = [] }

    /// Makes UTF-8 of the next bytes.
    mutating func decode(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) {
        switch encoding {
        case .utf8: out += bytes
        case .windows1251: for byte in bytes { Self.append(Self.cyrillic(byte), to: &out) }
        case .utf16, .utf16le, .utf16be: units(bytes, into: &out)
        }
    }

    /// Tells what is left at the end of a file.
    mutating func end(into out: inout [UInt8]) {
        if !pending.isEmpty { out.append(Self.broken) }
        pending = []
    }

    /// How many bytes of the file a byte of UTF-8 stands for; those that go on with a character count for none.
    func width(of byte: UInt8) -> Int {
        if encoding == .utf8 { return 1 }
        if byte & 0xC0 == 0x80 { return 0 }
        if encoding == .windows1251 { return 1 }
        return byte >= 0xF0 && byte != Self.broken ? 4 : 2
    }

    private static func cyrillic(_ byte: UInt8) -> Unicode.Scalar? {
        guard byte >= 0x80 else { return Unicode.Scalar(byte) }
        return byte == 0x98 ? nil : upper[Int(byte) - 0x80]
    }

    private static func append(_ scalar: Unicode.Scalar?, to out: inout [UInt8]) {
        guard let scalar else { return out.append(broken) }
        out += UTF8.encode(scalar).map { Array($0) } ?? [broken]
    }

    private mutating func units(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) {
        var all = pending
        all += bytes
        var at = 0
        while at + 1 < all.count {
            let unit = self.unit(all, at)
            switch unit {
            case 0xD800...0xDBFF:
                guard at + 3 < all.count else {
                    pending = Array(all[at...])
                    return
                }
                let second = self.unit(all, at + 2)
                guard 0xDC00...0xDFFF ~= second else {
                    out.append(Self.broken)
                    at += 2
                    continue
                }
                let scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
                Self.append(Unicode.Scalar(scalar), to: &out)
                at += 4
            default:
                Self.append(Unicode.Scalar(unit), to: &out)
                at += 2
            }
        }
        pending = Array(all[at...])
    }

    private func unit(_ bytes: [UInt8], _ at: Int) -> UInt16 {
        let (one, two) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
        return encoding == .utf16be ? one << 8 | two : two << 8 | one
    }
}
