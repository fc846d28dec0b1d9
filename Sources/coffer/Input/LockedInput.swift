import CofferCrypto
import CofferFields

extension [UInt8] {
    /// Overwrites what a person typed, or what a key file held.
    mutating func wipe() {
        for place in indices { self[place] = 0 }
    }
}

/// Locked memory for the few keys that one verb needs.
enum VerbArena {
    static func make() throws(CustodyError) -> KeyArena {
        do throws(ArenaError) { return try KeyArena(slots: 64) } catch { throw .memory }
    }
}
