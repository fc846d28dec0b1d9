import CofferCrypto
import CofferFields

/// Locked memory for the few keys that one verb needs.
enum VerbArena {
    static func make() throws(CustodyError) -> KeyArena {
        do throws(ArenaError) { return try KeyArena(slots: 64) } catch { throw .memory }
    }
}
