/// The first letters of patterns, each in a slot of so many bits.
///
/// Patterns with the same first letters share a slot; so do others, in the order of their letters, when
/// there are more than slots.
struct SieveSlots {
    /// The bits of the slots of one word: so many letters at the beginning of a pattern are looked for.
    ///
    /// The last bit of the word is the alarm's.
    private static let widths = [whole, whole, whole, word, word, word]
    /// Letters that are looked for of a pattern that begins anywhere.
    static let whole = 13
    /// Letters, and the gap before them, of one that begins with a word, as most have only endings after.
    static let word = 8

    private(set) var rows = [Sieve.Row](repeating: Sieve.Row(), count: Letters.count)
    private(set) var initial = Sieve.Bits.zero
    private(set) var lengths = [Int](repeating: 0, count: 64 * Sieve.Bits.scalarCount)

    /// The last bit of each slot in a word.
    let final: UInt64 = ends.reduce(0) { $0 | 1 << UInt64($1 - 1) }

    /// Where each slot of a word ends.
    private static let ends = widths.indices.map { widths[...$0].reduce(0, +) }

    /// What has to stand at one place: a letter's look, or its sound with ``sound`` set, or ``gap``.
    typealias Place = UInt32
    /// Something between words, or the end of a text.
    static let gap: Place = 0
    /// The bit of what is heard.
    static let sound: Place = 1 << 16

    init(_ patterns: Patterns) {
        var lengths: [[Place]: Int] = [:]
        let take = { (places: [Place], length: Int) in
            lengths[places] = max(lengths[places] ?? 0, length)
        }
        patterns.look.begin(with: 0, take)
        patterns.sound.begin(with: Self.sound, take)
        let all = lengths.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for width in [Self.whole, Self.word] {
            let some = all.filter { ($0.key.first == Self.gap) == (width == Self.word) }
            let slots = Self.widths.indices.filter { Self.widths[$0] == width }
                .flatMap { slot in Sieve.Bits().indices.map { (word: $0, end: Self.ends[slot]) } }
            for (number, (places, length)) in some.enumerated() {
                let slot = some.count <= slots.count ? number : number * slots.count / some.count
                add(places, length, word: slots[slot].word, end: slots[slot].end)
            }
        }
    }

    private mutating func add(_ places: [Place], _ length: Int, word: Int, end: Int) {
        lengths[word * 64 + end - 1] = max(lengths[word * 64 + end - 1], length)
        initial[word] |= 1 << UInt64(end - places.count)
        let isSound = places.contains { $0 >= Self.sound }
        for (number, place) in places.enumerated() {
            let bit: UInt64 = 1 << UInt64(end - places.count + number)
            rows[Int(Letters.nothing)].stay[word] |= bit
            if place == Self.gap {
                rows[Int(Letters.separator)].advance[word] |= bit
            } else {
                rows[Int(Letters.separator)].stay[word] |= bit
            }
            for row in Self.standing(at: place) { rows[row].advance[word] |= bit }
            for row in Self.passing(after: place, isSound) { rows[row].stay[word] |= bit }
        }
    }

    /// The rows of the letters that may stand at a place.
    private static func standing(at place: Place) -> [Int] {
        switch place {
        case gap: []
        case ..<sound: looking[UInt16(place)] ?? []
        case ..<(sound | 32): beginning[Int(place ^ sound)]
        default: sounding[UInt16(place ^ sound)] ?? []
        }
    }

    /// The rows of the letters that may stand after a place and be nothing.
    private static func passing(after place: Place, _ isSound: Bool) -> [Int] {
        switch place {
        case gap where isSound: following[0]
        case gap: []
        case ..<sound: looking[0] ?? []
        default: following[place < sound | 32 ? Int(place ^ sound) : 0]
        }
    }

    private static let looking = rows { $0.look }
    private static let sounding = rows { $0.sound }
    private static let beginning = Blends.firsts.map { rows(of: $0) }
    private static let following = Blends.others.map { rows(of: $0) }

    private static func rows(by key: (Letters.Letter) -> UInt16) -> [UInt16: [Int]] {
        Dictionary(grouping: 3..<Letters.count) { key(Letters.letters[$0 - 3]) }
    }

    /// The rows of the letters with one of some codes, given as bits.
    private static func rows(of codes: UInt32) -> [Int] {
        (0..<32).filter { codes >> UInt32($0) & 1 != 0 }.flatMap { sounding[UInt16($0)] ?? [] }
    }
}
