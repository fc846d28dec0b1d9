/// Finds the stretches of a text in which a pattern may stand, so that only those are read with care.
///
/// It goes through the bytes once and keeps, for the first letters of every pattern, which of them the text
/// has just now: a bit for each, all at once (the Shift-And of Baeza-Yates and Gonnet, 1992, with classes of
/// letters and letters that may be passed over). What it lets through may be nothing; what it holds back is
/// never a value.
struct Sieve {
    typealias Bits = SIMD2<UInt64>

    /// What a letter does to the bits.
    struct Row {
        /// The places of patterns that it stands at.
        var advance = Bits.zero
        /// The places after which it may stand without a place of its own.
        var stay = Bits.zero
    }

    private let classes = Letters.classes
    private let pages = Letters.pages
    private let steps = Letters.steps
    /// For each class of ``Letters``.
    private let rows: [Row]
    /// The first places of patterns.
    private let initial: Bits
    /// The last places, which are the same in each word of the bits.
    private let final: UInt64
    /// By word of the bits and bit: how many symbols a pattern has that ends here.
    private let lengths: [Int]
    /// The most symbols of any pattern.
    private let longest: Int

    /// A bit of no slot, set by what has several letters or is not known.
    private static let alarm: UInt64 = 1 << 63

    init(_ slots: SieveSlots) {
        var rows = slots.rows
        rows[Int(Letters.rare)] = Row(
            advance: Bits(repeating: Self.alarm), stay: Bits(repeating: ~Self.alarm))
        self.rows = rows
        (initial, final) = (slots.initial | Bits(repeating: Self.alarm), slots.final | Self.alarm)
        (lengths, longest) = (slots.lengths, slots.lengths.max() ?? 0)
    }

    /// The stretches to read, ascending and apart from each other.
    ///
    /// The beginning and the end are always among them, as a value may go on from text to text. Each begins
    /// and ends with a word.
    func stretches(of bytes: Span<UInt8>) -> [Range<Int>] {
        guard longest > 0 else { return [] }
        let head = after(0, letters: longest + 1, bytes)
        let tail = before(bytes.count, letters: longest, bytes, from: head)
        guard head < tail else { return [0..<bytes.count] }
        var open = Open(start: 0, hit: 0, length: longest)
        var stretches: [Range<Int>] = []
        var cursor = Cursor(bits: initial & rows[Int(Letters.separator)].advance)
        while let length = advance(&cursor, over: bytes) {
            if cursor.at - open.hit < Self.near {
                open.hit = cursor.at
                open.length = max(open.length, length)
                continue
            }
            let end = after(open.hit, letters: open.length + 1, bytes)
            let start = before(cursor.at, letters: SieveSlots.whole, bytes, from: end)
            if start > end {
                stretches.append(open.start..<end)
                open.start = start
            }
            (open.hit, open.length) = (cursor.at, length)
        }
        let end = after(open.hit, letters: open.length + 1, bytes)
        if end < tail { return stretches + [open.start..<end, tail..<bytes.count] }
        return stretches + [open.start..<bytes.count]
    }

    /// Hits so near to each other are one stretch.
    private static let near = 64

    /// A stretch whose end is not known yet.
    private struct Open {
        var start: Int
        /// Where the first letters of the last pattern in it ended, and how long that one is at most.
        var hit: Int
        var length: Int
    }

    /// Where the sieve is in a text.
    private struct Cursor {
        var at = 0
        /// The byte before.
        var last: UInt8 = 0
        var bits: Bits
    }

    /// Goes on to where the first letters of a pattern may end.
    ///
    /// - Returns: how many symbols it has at most; nil at the end of the text.
    private func advance(_ cursor: inout Cursor, over bytes: Span<UInt8>) -> Int? {
        let (rows, classes, pages) = (rows.span, classes.span, pages.span)
        let (initial, final) = (initial, final)
        var (at, last, bits) = (cursor.at, cursor.last, cursor.bits)
        precondition(at >= 0 && pages.count == 256)
        while at < bytes.count {
            let byte = bytes[at]
            let row = rows[Int(classes[Int(pages[Int(last)] | UInt16(byte))])]
            bits = (bits &<< Bits(repeating: 1) | initial) & row.advance | bits & row.stay
            at &+= 1
            let any = bits.any
            if any & final == 0 {
                last = byte
                continue
            }
            cursor = Cursor(at: at, last: byte, bits: bits)
            if any & Self.alarm != 0 { pass(&cursor, over: bytes, after: last) }
            let ends = cursor.bits & Bits(repeating: final)
            cursor.bits &= Bits(repeating: ~final)
            if ends.any != 0 { return length(of: ends) }
            (at, last, bits) = (cursor.at, cursor.last, cursor.bits)
        }
        return nil
    }

    /// Goes through the letters of one scalar that has several, or is not known here, and was seen at the
    /// byte after `last`.
    private func pass(_ cursor: inout Cursor, over bytes: Span<UInt8>, after last: UInt8) {
        let start = cursor.at - (Letters.isLead(last) ? 2 : 1)
        let (value, count) = UTF8Scalar.read(bytes, at: start)
        cursor.at = start + count
        cursor.last = 0
        guard let place = Glyphs.place(of: value) else {
            cursor.bits = Bits(repeating: ~Self.alarm)
            return
        }
        cursor.bits &= Bits(repeating: ~Self.alarm)
        var ends = Bits.zero
        for kind in steps[place] {
            let row = rows[Int(kind)]
            cursor.bits =
                (cursor.bits &<< Bits(repeating: 1) | initial) & row.advance | cursor.bits & row.stay
            ends |= cursor.bits & Bits(repeating: final)
        }
        cursor.bits |= ends
    }

    /// The most symbols of the patterns whose first letters end with some bits.
    private func length(of bits: Bits) -> Int {
        var length = 0
        for word in bits.indices {
            var ends = bits[word]
            while ends != 0 {
                length = max(length, lengths[word * 64 + ends.trailingZeroBitCount])
                ends &= ends &- 1
            }
        }
        return length
    }

    /// Where the word ends in which so many letters end, each of which is a symbol of its own.
    private func after(_ place: Int, letters: Int, _ bytes: Span<UInt8>) -> Int {
        let solid = Solid()
        var (at, left) = (place, letters)
        while at < bytes.count, left > 0 {
            if solid.isLetter(bytes, at) { left -= 1 }
            at += 1
        }
        while at < bytes.count, bytes[at] != 32 { at += 1 }
        return at
    }

    /// Where the word begins in which so many letters begin; not before some place.
    private func before(_ place: Int, letters: Int, _ bytes: Span<UInt8>, from least: Int) -> Int {
        let solid = Solid()
        var (at, left) = (place, letters)
        while at > least, left > 0 {
            at -= 1
            if solid.isLetter(bytes, at) { left -= 1 }
        }
        while at > least, bytes[at - 1] != 32 { at -= 1 }
        return at
    }
}

/// Letters that are always a symbol of their own, by look and by sound.
private struct Solid {
    private let classes = Letters.classes
    private let pages = Letters.pages
    private let solid = Self.solid

    /// Whether such a letter ends with a byte.
    @inline(__always)
    func isLetter(_ bytes: Span<UInt8>, _ place: Int) -> Bool {
        let page = place > 0 ? pages[Int(bytes[place - 1])] : 0
        return solid[Int(classes[Int(page | UInt16(bytes[place]))])]
    }

    private static let solid: [Bool] =
        [false, false, false]
        + Letters.letters.map {
            $0.look != 0 && ($0.sound >= 32 || Blends.passing >> UInt32($0.sound) & 1 == 0)
        }
}

extension Sieve.Bits {
    /// The bits that any word has.
    @inline(__always)
    fileprivate var any: UInt64 { self[0] | self[1] }
}
