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
    private var known: Set<[UInt32]> = []
    /// For each beginning the last pattern that has it, and for each pattern the one before it.
    private var heads = [Int32](repeating: -1, count: 4096)
    private var before: [Int32] = []
    private var long = [UInt64](repeating: 0, count: 1024)
    private var short = [UInt64](repeating: 0, count: 64)
    private var hasShort = false

    /// Adds a pattern of 2...64 symbols, of which only the bits in the masks count.
    ///
    /// - Parameters:
    ///   - value: the symbols.
    ///   - mask: as many masks; each has the letter's bits.
    ///   - owner: which value it belongs to.
    ///   - endsWord: whether a word has to end after it.
    ///   - isPlainOnly: whether it says too little among the scraps of decoded text.
    mutating func add(
        _ value: [UInt32], _ mask: [UInt32], owner: Int, endsWord: Bool, isPlainOnly: Bool = false
    ) {
        guard 2...Self.longest ~= value.count else { return }
        let masked = zip(value, mask).map { $0 & $1 }
        guard known.insert([UInt32(owner), endsWord ? 1 : 0] + masked + mask).inserted else { return }
        let gram = masked.prefix(4).reduce(UInt64(0)) { $0 << 16 | UInt64($1) & Symbol.letter }
        let hash: Int
        if masked.count < 4 {
            hash = Self.shortHash(UInt64(masked[0]) & Symbol.letter, UInt64(masked[1]) & Symbol.letter)
            short[hash >> 6] |= 1 << UInt64(hash & 63)
            hasShort = true
        } else {
            hash = Self.hash(gram)
            long[hash >> 6] |= 1 << UInt64(hash & 63)
        }
        let bucket = masked.count < 4 ? hash : hash >> 4
        before.append(heads[bucket])
        heads[bucket] = Int32(patterns.count)
        patterns.append(
            Pattern(
                first: values.count, count: value.count, owner: owner, endsWord: endsWord,
                isPlainOnly: isPlainOnly))
        values += masked
        masks += mask
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
        let long = long.span
        var gram: UInt64 = 0
        for place in places.lowerBound..<min(places.lowerBound + 3, symbols.count) {
            gram = gram << 16 | symbols[place] & Symbol.letter
        }
        for place in places where place + 3 < symbols.count {
            gram = gram << 16 | symbols[place + 3] & Symbol.letter
            let hash = Self.hash(gram)
            if long[hash >> 6] >> UInt64(hash & 63) & 1 != 0 {
                compare(bucket: hash >> 4, symbols, place, settled, isHeld, &found)
            }
        }
        if hasShort { searchShort(symbols, places, settled, isHeld, &found) }
    }

    /// Patterns of two or three symbols are words, so only the beginnings of words are looked at.
    private func searchShort(
        _ symbols: Span<UInt64>, _ places: Range<Int>, _ settled: Int, _ isHeld: Bool, _ found: inout [Bool]
    ) {
        for place in places where place + 1 < symbols.count && symbols[place] & Symbol.start != 0 {
            let hash = Self.shortHash(symbols[place] & Symbol.letter, symbols[place + 1] & Symbol.letter)
            if short[hash >> 6] >> UInt64(hash & 63) & 1 != 0 {
                compare(bucket: hash, symbols, place, settled, isHeld, &found)
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

    private static func hash(_ gram: UInt64) -> Int { Int((gram &* 0x9E37_79B9_7F4A_7C15) >> 48) }

    private static func shortHash(_ one: UInt64, _ other: UInt64) -> Int {
        Int(((one << 16 | other) &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }
}

/// What one subject's values look and sound like.
struct Patterns {
    var look = PatternSet()
    var sound = PatternSet()
    var digits = PatternSet()
}
