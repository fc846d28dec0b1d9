/// Texts that a message shows by right, taken out before the detectors look.
struct Blanks {
    /// Breaks every number, word and address.
    static let blank: UInt8 = 1

    /// By first byte, the longest first.
    private var texts = [[[UInt8]]](repeating: [], count: 256)
    private var isFirst = [Bool](repeating: false, count: 256)
    private let isEmpty: Bool

    init(_ allowed: [String]) {
        let some = Set(allowed.map { Array($0.utf8) }).filter { $0.count >= 4 }
        for text in some.sorted(by: { $0.count > $1.count }) {
            texts[Int(text[0])].append(text)
            isFirst[Int(text[0])] = true
        }
        isEmpty = some.isEmpty
    }

    /// The text with each allowed one replaced by as many blanks, where it stands for itself; nil if none does.
    ///
    /// One that is only a part of a longer word or address is left: an allowed host allows no address at it.
    func blanked(_ text: [UInt8]) -> [UInt8]? {
        guard !isEmpty else { return nil }
        var out: [UInt8]?
        let (bytes, firsts) = (text.span, isFirst.span)
        var at = 0
        while at < bytes.count {
            guard firsts[Int(bytes[at])],
                let found = texts[Int(bytes[at])].first(where: { stands($0, in: text, at: at) })
            else {
                at += 1
                continue
            }
            out = out ?? text
            for place in at..<(at + found.count) { out?[place] = Self.blank }
            at += found.count
        }
        return out
    }

    private func stands(_ some: [UInt8], in text: [UInt8], at place: Int) -> Bool {
        let end = place + some.count
        guard end <= text.count, text[place..<end] == some[...] else { return false }
        if place > 0, Self.joins(text[place - 1]) || Self.isWord(text[place - 1]) { return false }
        guard end < text.count else { return true }
        return !Self.isWord(text[end])
            && !(Self.joins(text[end]) && end + 1 < text.count && Self.isWord(text[end + 1]))
    }

    private static func isWord(_ byte: UInt8) -> Bool { Bytes.isAlphanumeric(byte) || byte >= 0x80 }

    private static func joins(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
