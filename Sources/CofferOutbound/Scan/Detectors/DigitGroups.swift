/// Groups of digits with little between them: a number as people write it, or several in a row.
struct DigitGroups {
    /// A group and what stands before it in the run.
    struct Group {
        let range: Range<Int>
        /// The signs since the group before, at most three; of the first group none.
        let gap: Range<Int>

        var count: Int { range.count }
    }

    /// At most so many groups are one run.
    private static let most = 40

    /// The groups; none has a letter right before or after it.
    let groups: [Group]
    /// All digits, as values.
    let digits: [UInt8]
    /// Whether the sign between two groups is a line end, for each group with the one before it.
    let isLineEnd: [Bool]

    /// Where the groups from here on end if they are neither a card nor a telephone nor an address: a quick
    /// look that spares dates, times and amounts the rest.
    static func endOfNothing(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var (at, digits, dots, gap) = (start, 0, 0, 0)
        while at < bytes.count, gap < 4, digits < 11, dots < 3 {
            let byte = bytes[at]
            if Bytes.isDigit(byte) {
                digits += 1
                gap = 0
            } else if separates(byte) {
                dots += byte == UInt8(ascii: ".") ? 1 : 0
                gap += 1
            } else {
                break
            }
            at += 1
        }
        return digits >= 11 || dots >= 3 ? nil : at
    }

    init(_ bytes: Span<UInt8>, from start: Int) {
        var groups: [Group] = []
        var digits: [UInt8] = []
        var lineEnds: [Bool] = []
        var (at, gap) = (start, start..<start)
        while groups.count < Self.most {
            var end = at
            while end < bytes.count, Bytes.isDigit(bytes[end]) { end += 1 }
            let isWord = end < bytes.count && (Bytes.isLetter(bytes[end]) || bytes[end] >= 0x80)
            guard end > at, !isWord, end - at <= 64 else { break }
            groups.append(Group(range: at..<end, gap: gap))
            for place in at..<end { digits.append(bytes[place] - 48) }
            var isLineEnd = false
            for place in gap where bytes[place] == 10 { isLineEnd = true }
            lineEnds.append(isLineEnd)
            at = end
            while at < bytes.count, at - end < 4, Self.separates(bytes[at]) { at += 1 }
            gap = end..<at
            if at == end || at - end > 3 { break }
        }
        self.groups = groups
        self.digits = digits
        self.isLineEnd = lineEnds
    }

    private static func separates(_ byte: UInt8) -> Bool {
        switch byte {
        case 9, 10, 13, 32, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
