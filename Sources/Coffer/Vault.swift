import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

/// One company's vault, open in this process.
///
/// Every use of a value is decided by the charter, recorded in the ledger before it is answered, and answered in the
/// form that the charter grants. One process has a vault's directory open at a time; the operating system frees it
/// when the process ends, however it ends.
public final class Vault: Sendable {
    let paths: Paths
    let time: any TimeSource
    let random: any RandomSource
    let arena: KeyArena
    let fields: Fields
    let data: any DataStore
    let scopes: any ScopeStore
    let ledger: Ledger
    /// The log that this process writes.
    let log: UInt16
    // Three things are waited for, always in this order: a place to connect, the turn, a place for opened values. Who holds
    // one of them waits for none before it, so nobody waits in a circle.
    /// Uses by connectors at a time, each with a locked buffer and a thread of its own.
    let connecting = Places(VaultMemory.connecting)
    let turn = Turn()
    let opened = Places(VaultMemory.opened)
    /// Codes of cards that wait for their charge.
    let codes = SecretSlots()
    let tokens = Tokens()
    let challenges = Challenges()
    /// Where pages of the ledger and proofs are read.
    let reading = ReadingThread()
    let verifying = Verifying()
    let domains = DomainRate()
    /// The ways out as they were last made.
    let ways = Mutex<DeliveryWays?>(nil)
    let memory: Mutex<Memory>
    private let lock: Mutex<DirectoryHold?>
    private let state: Mutex<State>

    private struct State {
        var charter: Charter
        var halted: String?
    }

    init(_ parts: consuming VaultParts) {
        paths = parts.paths
        time = parts.time
        random = parts.random
        arena = parts.arena
        fields = parts.fields
        data = parts.stores.data
        scopes = parts.stores.scopes
        ledger = parts.ledger
        log = parts.log
        memory = Mutex(parts.memory)
        lock = Mutex(parts.lock)
        state = Mutex(State(charter: parts.charter, halted: nil))
    }

    /// The vault's id.
    public var id: VaultID { fields.vault }

    /// Why the vault stopped itself, or nil while it answers.
    public var haltedReason: String? {
        state.withLock { $0.halted }
            ?? ledger.halted.flatMap { $0 == .closed ? nil : "the ledger stopped: \($0)" }
    }

    var charter: Charter { state.withLock { $0.charter } }

    var keyring: Keyring { fields.keyring }

    /// The time, never before the newest ledger row.
    func now() -> Timestamp { max(time.now(), memory.withLock { $0.lastTime }) }

    func halt(_ reason: StaticString) {
        state.withLock { $0.halted = $0.halted ?? reason.description }
    }

    func checkAlive() throws(VaultError) {
        guard haltedReason == nil else {
            throw VaultError(.halted, "the vault stopped itself; open it again")
        }
    }

    /// Ends the work: the anchor gets the newest checkpoint, the stores are closed, the directory is free.
    ///
    /// - Throws: ``VaultError`` when the anchor could not be brought up to date; the vault is closed all the same.
    public func close() async throws(VaultError) {
        codes.clear()
        var failure: VaultError?
        do { try await ledger.flushAnchor() } catch { failure = vaultError(error) }
        await ledger.close()
        do {
            try await data.close()
            try await scopes.close()
        } catch { failure = failure ?? vaultError(error) }
        lock.withLock { $0 = nil }
        if let failure { throw failure }
    }
}

/// What opening and creating put together.
struct VaultParts: ~Copyable {
    let paths: Paths
    let time: any TimeSource
    let random: any RandomSource
    let arena: KeyArena
    let fields: Fields
    let stores: OpenStores
    let ledger: Ledger
    let log: UInt16
    let memory: Memory
    let lock: DirectoryHold
    let charter: Charter
}
