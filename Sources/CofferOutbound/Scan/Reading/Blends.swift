/// Which sounds written one after the other become one, in all ways that ``Sounds/pairs`` allows.
enum Blends {
    /// The codes with which the writing of each code may begin, as bits.
    static let firsts: [UInt32] = blends.firsts
    /// The codes that may follow in it; those of ъ and ь too, of which may become nothing.
    static let others: [UInt32] = blends.others

    /// The codes that may be no sound of their own.
    static let passing: UInt32 = others.reduce(0, |)

    private static let signs: UInt32 = 1 << UInt32(Sounds.hard) | 1 << UInt32(Sounds.soft)

    /// What one pair becomes may be half of another: until nothing is new.
    private static let blends: (firsts: [UInt32], others: [UInt32]) = {
        var firsts = (0..<32).map { UInt32(1) << UInt32($0) }
        var others = [UInt32](repeating: signs, count: 32)
        firsts[Int(Sounds.code("a"))] |= 1 << UInt32(Sounds.hard)
        firsts[Int(Sounds.code("i"))] |= 1 << UInt32(Sounds.soft)
        while true {
            let before = (firsts, others)
            for (pair, action) in Sounds.pairs.enumerated() where action != 0 {
                let (one, two) = (pair >> 5, pair & 31)
                if action < 32 {
                    firsts[Int(action)] |= firsts[one]
                    others[Int(action)] |= others[one] | firsts[two] | others[two]
                } else {
                    firsts[Int(action) - 32] |= firsts[two]
                    others[Int(action) - 32] |= others[two]
                }
            }
            if before == (firsts, others) { return (firsts, others) }
        }
    }()
}
