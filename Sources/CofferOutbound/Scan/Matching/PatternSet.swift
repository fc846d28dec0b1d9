/// Patterns of symbols, looked for all at once.
///
/// A table of bits says of each four symbols in a row whether any pattern begins with them; of ordinary text
/// nearly none do. Where one may, the patterns with that beginning are compared in full, so that the table
/// decides how fast an answer is and never what it is.
struct PatternSet {
    /// No pattern has more symbols; of a longer value the beginning is looked for.
    static let longest = 64

    private struct Pattern {
        let first: Int
        let count: Int
        let owner: Int
        let endsWord: Bool
        let isPlainOnly: Bool
    }

    private var values: [UInt32] = []
    private var masks: [UInt32] = []
    private var patterns: [Pattern] = []
    /// For each beginning the last pattern that has it, and for each pattern the one before it.
    private var heads = [Int32](repeating: -1, count: 4096)
    private var before: [Int32] = []
    private var long = [UInt64](repeating: 0, count: 512)
    private var short = [UInt64](repeating: 0, count: 64)

    /// Adds a pattern of 2...64 symbols, of which only the bits in the masks count.
    ///
    /// - Parameters:
    ///   - count: how many symbols it has.
    ///   - owner: which value it belongs to.
    ///   - endsWord: whether a word has to end after it.
    ///   - isPlainOnly: whether it says too little among the scraps of decoded text.
    ///   - symbol: the symbol at a place and its mask, which has the letter's bits.
    mutating func add(
        _ count: Int, owner: Int, endsWord: Bool, isPlainOnly: Bool = false,
        _ symbol: (Int) -> (value: UInt64, mask: UInt64)
    ) {
        guard 2...Self.longest ~= count else { return }
        let first = values.count
        for place in 0..<count {
            let (value, mask) = symbol(place)
            values.append(UInt32(truncatingIfNeeded: value & mask))
            masks.append(UInt32(truncatingIfNeeded: mask))
        }
        let gram = values[first...].prefix(4).reduce(UInt64(0)) { $0 << 16 | UInt64($1) & Symbol.letter }
        let bucket: Int
        if count < 4 {
            bucket = Self.shortHash(count == 2 ? gram : gram >> 16)
            short[bucket >> 6] |= 1 << UInt64(bucket & 63)
        } else {
            let hash = Self.hash(gram)
            long[hash >> 6] |= 1 << UInt64(hash & 63)
            bucket = hash >> 3
        }
        before.append(heads[bucket])
        heads[bucket] = Int32(patterns.count)
        patterns.append(
            Pattern(first: first, count: count, owner: owner, endsWord: endsWord, isPlainOnly: isPlainOnly))
    }

    /// Notes the owners of the patterns that begin at some places.
    ///
    /// - Parameters:
    ///   - symbols: the text; up to ``longest`` symbols after the last place, or ends.
    ///   - places: where to look.
    ///   - settled: what ends before this place belongs to the text before, and was found there.
    ///   - isHeld: whether the text is what an encoding held.
    ///   - found: gets `true` for each owner found.
    ///   - isFiltered: false compares every pattern at every place, without the tables.
    func search(
        _ symbols: Span<UInt64>, _ places: Range<Int>, settled: Int, _ isHeld: Bool, _ found: inout [Bool],
        _ isFiltered: Bool
    ) {
        guard !patterns.isEmpty else { return }
        guard isFiltered else {
            for place in places {
                for pattern in patterns where matches(pattern, symbols, place, settled, isHeld) {
                    found[pattern.owner] = true
                }
            }
            return
        }
        let (long, short) = (long.span, short.span)
        let end = min(places.upperBound, symbols.count - 3)
        guard places.lowerBound < end else { return }
        var gram: UInt64 = 0
        for place in places.lowerBound..<(places.lowerBound + 3) {
            gram = gram << 16 | symbols[place] & Symbol.letter
        }
        for place in places.lowerBound..<end {
            gram = gram << 16 | symbols[place + 3] & Symbol.letter
            let hash = Self.hash(gram)
            let mayBegin = long[hash >> 6] >> UInt64(hash & 63)
            // Patterns of two or three symbols are words, and only the beginnings of words matter to them.
            let shortHash = Self.shortHash(gram >> 32)
            let mayBeWord =
                short[shortHash >> 6] >> UInt64(shortHash & 63)
                & symbols[place] >> Symbol.startShift
            if (mayBegin | mayBeWord) & 1 != 0 {
                if mayBegin & 1 != 0 { compare(bucket: hash >> 3, symbols, place, settled, isHeld, &found) }
                if mayBeWord & 1 != 0 { compare(bucket: shortHash, symbols, place, settled, isHeld, &found) }
            }
        }
    }

    private func compare(
        bucket: Int, _ symbols: Span<UInt64>, _ place: Int, _ settled: Int, _ isHeld: Bool,
        _ found: inout [Bool]
    ) {
        var next = heads[bucket]
        while next >= 0 {
            let pattern = patterns[Int(next)]
            if !found[pattern.owner], matches(pattern, symbols, place, settled, isHeld) {
                found[pattern.owner] = true
            }
            next = before[Int(next)]
        }
    }

    private func matches(
        _ pattern: Pattern, _ symbols: Span<UInt64>, _ place: Int, _ settled: Int, _ isHeld: Bool
    ) -> Bool {
        let end = place + pattern.count
        guard end > settled, end <= symbols.count, !(isHeld && pattern.isPlainOnly) else { return false }
        for offset in 0..<pattern.count {
            let symbol = UInt32(truncatingIfNeeded: symbols[place + offset])
            if symbol & masks[pattern.first + offset] != values[pattern.first + offset] { return false }
        }
        return !pattern.endsWord || end == symbols.count || symbols[end] & Symbol.start != 0
    }

    private static func hash(_ gram: UInt64) -> Int { Int((gram &* 0x9E37_79B9_7F4A_7C15) >> 49) }

    /// The hash of two symbols.
    private static func shortHash(_ pair: UInt64) -> Int { Int((pair ^ pair >> 11) & 0xFFF) }
}

/// What one subject's values look and sound like.
struct Patterns {
    var look = PatternSet()
    var sound = PatternSet()
    var digits = PatternSet()
}
