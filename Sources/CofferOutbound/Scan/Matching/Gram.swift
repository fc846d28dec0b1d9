/// The letters of four symbols in a row, 16 bits each, by which patterns are looked up.
enum Gram {
    @inline(__always)
    static func read(_ symbols: Span<UInt64>, _ place: Int) -> UInt64 {
        let (one, two) = (symbols[place] & Symbol.letter, symbols[place + 1] & Symbol.letter)
        let (three, four) = (symbols[place + 2] & Symbol.letter, symbols[place + 3] & Symbol.letter)
        return (one << 16 | two) << 32 | three << 16 | four
    }

    /// 15 bits.
    static func hash(_ gram: UInt64) -> Int { Int((gram &* 0x9E37_79B9_7F4A_7C15) >> 49) }

    /// 12 bits of the hash of two symbols.
    static func shortHash(_ pair: UInt64) -> Int { Int((pair ^ pair >> 11) & 0xFFF) }
}
