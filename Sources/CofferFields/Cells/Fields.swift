package import CofferCharter
package import CofferCrypto
package import CofferModel
import Synchronization

/// Turns clear values into stored rows and stored rows into values nobody has seen: the only place where both meet.
package final class Fields: Sendable {
    /// The vault.
    package let vault: VaultID
    let arena: KeyArena
    let pool: BufferPool
    let sealer: Sealer
    let random: any RandomSource
    let zeros: SecretKey
    /// The buffer in which facts are opened, one subject at a time: reading them never waits for an answer.
    let factsBuffer: Mutex<LockedBuffer>
    private let state: Mutex<State>

    private struct State {
        var keyring: Keyring
        var destroyed: Set<ScopeName>
    }

    /// Takes an opened keyring.
    ///
    /// - Parameters:
    ///   - keyring: the keys of this process.
    ///   - destroyed: the names of scope keys that the ledger says are destroyed.
    ///   - random: where salts and scope keys come from.
    ///   - arena: where scope keys go.
    ///   - pool: where opened values go.
    /// - Throws: ``FieldsError/exhausted``.
    package init(
        _ keyring: Keyring, destroyed: Set<ScopeName>, from random: some RandomSource, in arena: KeyArena,
        _ pool: BufferPool
    ) throws(FieldsError) {
        vault = keyring.vault
        self.arena = arena
        self.pool = pool
        sealer = Sealer(random: random)
        self.random = random
        do {
            zeros = try SecretKey.zeros(in: arena)
            factsBuffer = Mutex(try pool.take())
        } catch { throw .exhausted }
        state = Mutex(State(keyring: keyring, destroyed: destroyed))
    }

    /// The edition in use.
    package var keyring: Keyring { state.withLock { $0.keyring } }

    /// Uses the next edition from now on.
    package func adopt(_ next: Keyring) { state.withLock { $0.keyring = next } }

    /// Never accepts these keys again, wherever they turn up: yesterday's files revive nobody.
    package func remember(destroyed names: [ScopeName]) { state.withLock { $0.destroyed.formUnion(names) } }

    func isDestroyed(_ name: ScopeName) -> Bool { state.withLock { $0.destroyed.contains(name) } }
}

extension Charter {
    /// The rule of a field, by its permanent numbers.
    package func field(_ number: FieldNumber) -> FieldRule? { numbers[number].flatMap { fields[$0] } }
}
