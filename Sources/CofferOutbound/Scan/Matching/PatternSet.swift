/// Patterns of symbols, looked for all at once.
///
/// Tables of bits say of four symbols in a row whether a pattern may have them at its beginning; of ordinary
/// text nearly none do. Where one may, the patterns with that beginning are compared in full, so that the
/// tables decide how fast an answer is and never what it is.
///
/// Most patterns begin with a word, so that only the beginnings of words are looked up for them. The others
/// are longer: each has its first four symbols in the tables, and the next four, so that of all places only
/// every third or so is looked up.
struct PatternSet {
    /// No pattern has more symbols; of a longer value the beginning is looked for.
    static let longest = 64
    /// At most so many places are passed over at a time.
    private static let longestStride = 3

    private struct Pattern {
        let first: Int
        let count: Int
        let owner: Int
        let endsWord: Bool
        let isPlainOnly: Bool
    }

    /// A pattern that has four symbols so many places after its beginning.
    private struct Entry {
        let pattern: Int32
        let offset: Int32
        /// The entry before this one in the same bucket, or -1.
        let before: Int32
    }

    private var values: [UInt32] = []
    private var masks: [UInt32] = []
    private var patterns: [Pattern] = []
    private var entries: [Entry] = []
    /// The last entry of each bucket.
    private var heads = [Int32](repeating: -1, count: 4096)
    /// The first four symbols of words.
    private var words = [UInt64](repeating: 0, count: 512)
    /// The first two symbols of words of two or three.
    private var short = [UInt64](repeating: 0, count: 64)
    /// Four symbols of patterns that begin anywhere.
    private var anywhere = [UInt64](repeating: 0, count: 512)
    /// How many places apart the text is looked up for them; 0 if there are none.
    private var stride = 0

    /// Adds a pattern of 2...64 symbols, of which only the bits in the masks count.
    ///
    /// - Parameters:
    ///   - count: how many symbols it has; with fewer than four, it begins with a word.
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
        patterns.append(
            Pattern(first: first, count: count, owner: owner, endsWord: endsWord, isPlainOnly: isPlainOnly))
        if count < 4 {
            let hash = Gram.shortHash(gram(first, 2))
            short[hash >> 6] |= 1 << UInt64(hash & 63)
            enter(bucket: hash, offset: 0)
        } else if UInt64(values[first]) & Symbol.start != 0 {
            let hash = Gram.hash(gram(first, 4))
            words[hash >> 6] |= 1 << UInt64(hash & 63)
            enter(bucket: hash >> 3, offset: 0)
        } else {
            let offsets = min(count - 3, Self.longestStride)
            stride = stride == 0 ? offsets : min(stride, offsets)
            for offset in 0..<offsets {
                let hash = Gram.hash(gram(first + offset, 4))
                anywhere[hash >> 6] |= 1 << UInt64(hash & 63)
                enter(bucket: hash >> 3, offset: offset)
            }
        }
    }

    /// Hands over what stands at the first places of each pattern, with a bit, and how many symbols it has.
    func begin(with bit: SieveSlots.Place, _ take: ([SieveSlots.Place], Int) -> Void) {
        for pattern in patterns {
            let isWord = UInt64(values[pattern.first]) & Symbol.start != 0
            let most = isWord ? SieveSlots.word : SieveSlots.whole
            var places = isWord ? [SieveSlots.gap] : []
            for symbol in values[pattern.first...].prefix(min(pattern.count, most - places.count)) {
                places.append(bit | symbol & UInt32(Symbol.letter))
            }
            if pattern.endsWord, places.count < most { places.append(SieveSlots.gap) }
            take(places, pattern.count)
        }
    }

    private mutating func enter(bucket: Int, offset: Int) {
        entries.append(
            Entry(pattern: Int32(patterns.count - 1), offset: Int32(offset), before: heads[bucket]))
        heads[bucket] = Int32(entries.count - 1)
    }

    private func gram(_ first: Int, _ count: Int) -> UInt64 {
        values[first..<(first + count)].reduce(0) { $0 << 16 | UInt64($1) & Symbol.letter }
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
        searchWords(symbols, places, settled, isHeld, &found)
        if stride > 0 { searchAnywhere(symbols, places, settled, isHeld, &found) }
    }

    /// The places where words begin, 64 at a time as bits, without a branch for each.
    private func searchWords(
        _ symbols: Span<UInt64>, _ places: Range<Int>, _ settled: Int, _ isHeld: Bool, _ found: inout [Bool]
    ) {
        let (words, short) = (words.span, short.span)
        let end = min(places.upperBound, symbols.count - 3)
        var at = places.lowerBound
        while at < end {
            let some = symbols.extracting(at..<min(at + 64, end))
            var starts: UInt64 = 0
            for place in some.indices {
                starts = starts >> 1 | some[place] << (63 - Symbol.startShift) & 1 << 63
            }
            starts >>= UInt64(64 - some.count)
            while starts != 0 {
                let place = at + starts.trailingZeroBitCount
                starts &= starts &- 1
                let gram = Gram.read(symbols, place)
                let hash = Gram.hash(gram)
                let shortHash = Gram.shortHash(gram >> 32)
                if words[hash >> 6] >> UInt64(hash & 63) & 1 != 0 {
                    compare(bucket: hash >> 3, symbols, place, places, settled, isHeld, &found)
                }
                if short[shortHash >> 6] >> UInt64(shortHash & 63) & 1 != 0 {
                    compare(bucket: shortHash, symbols, place, places, settled, isHeld, &found)
                }
            }
            at += some.count
        }
    }

    /// A pattern has four symbols in the table from as many places as lie between two that are looked up.
    private func searchAnywhere(
        _ symbols: Span<UInt64>, _ places: Range<Int>, _ settled: Int, _ isHeld: Bool, _ found: inout [Bool]
    ) {
        let anywhere = anywhere.span
        let end = min(places.upperBound + stride - 1, symbols.count - 3)
        var place = places.lowerBound
        while place < end {
            let hash = Gram.hash(Gram.read(symbols, place))
            if anywhere[hash >> 6] >> UInt64(hash & 63) & 1 != 0 {
                compare(bucket: hash >> 3, symbols, place, places, settled, isHeld, &found)
            }
            place += stride
        }
    }

    /// Compares the patterns that may have the symbols at a place, if they begin at one of some places.
    private func compare(
        bucket: Int, _ symbols: Span<UInt64>, _ place: Int, _ places: Range<Int>, _ settled: Int,
        _ isHeld: Bool, _ found: inout [Bool]
    ) {
        var next = heads[bucket]
        while next >= 0 {
            let entry = entries[Int(next)]
            let (pattern, start) = (patterns[Int(entry.pattern)], place - Int(entry.offset))
            if !found[pattern.owner], places ~= start, matches(pattern, symbols, start, settled, isHeld) {
                found[pattern.owner] = true
            }
            next = entry.before
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
}
