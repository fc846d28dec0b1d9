package import Coffer
import CofferModel
import Synchronization

/// Holds the vault while it is open, and nothing of it while it is locked.
///
/// A request borrows the vault for as long as it works; locking waits for those that do.
package final class Keeper: Sendable {
    /// What the vault is, for those who watch.
    package enum Condition: Hashable, Sendable {
        case open
        case locked
        /// The vault stopped itself, and why.
        case halted(String)
    }

    private struct State {
        var vault: Vault?
        var borrowed = 0
        /// Locking, or unlocking: nobody borrows meanwhile.
        var isChanging = false
        /// It was ended, and is not opened again.
        var isEnded = false
        /// Who waits for the last borrower.
        var waiting: CheckedContinuation<Void, Never>?
        /// Who waits for the end of locking or unlocking.
        var ending: [CheckedContinuation<Void, Never>] = []
        /// Of each user, so that nobody who knocks keeps the others out.
        var tries: [UInt32: ContinuousClock.Instant] = [:]

        /// What can be borrowed now.
        var lendable: Vault? { isChanging || isEnded ? nil : vault }
    }

    private let state: Mutex<State>
    private let pause: Duration

    /// Begins open with a vault, or locked without one.
    ///
    /// - Parameters:
    ///   - vault: the open vault.
    ///   - pause: the shortest time between two tries of one user to unlock.
    package init(_ vault: Vault?, pause: Duration) {
        state = Mutex(State(vault: vault))
        self.pause = pause
    }

    private var vault: Vault? { state.withLock { $0.lendable } }

    /// What the vault is now.
    package var condition: Condition {
        guard let vault else { return .locked }
        return vault.haltedReason.map { .halted($0) } ?? .open
    }

    /// Whether a user is entered; nil while nobody can know.
    func isEntered(_ uid: UInt32) -> Bool? { vault?.isEntered(uid: uid) }

    /// Rows of the ledger, while the vault is open.
    var ledgerRows: Int? { vault?.ledgerSize }

    /// When a sweep last began, while the vault is open.
    var sweptAt: Timestamp? { vault?.sweptAt }

    /// Seconds for which the anchor has lacked a commit of the ledger, while the vault is open.
    var anchorLag: Int? { vault?.anchorLag }

    /// Refuses what needs the vault while it cannot be borrowed.
    ///
    /// - Throws: `locked`, or `halted` with its reason.
    func check() throws(VaultError) {
        guard let vault else { throw VaultError(.locked) }
        try Self.checkAlive(vault)
    }

    private static func checkAlive(_ vault: Vault) throws(VaultError) {
        if let reason = vault.haltedReason { throw VaultError(.halted, naming: reason) }
    }

    /// Lends the vault.
    ///
    /// - Parameter work: what is done with it.
    /// - Returns: what `work` returns.
    /// - Throws: `locked`, `halted` with its reason, or what `work` throws.
    func borrow<Result>(
        _ work: (Vault) async throws(VaultError) -> Result
    ) async throws(VaultError) -> Result {
        let vault = state.withLock { state -> Vault? in
            guard let vault = state.lendable else { return nil }
            state.borrowed += 1
            return vault
        }
        guard let vault else { throw VaultError(.locked) }
        defer { giveBack() }
        try Self.checkAlive(vault)
        return try await work(vault)
    }

    private func giveBack() {
        let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
            state.borrowed -= 1
            guard state.borrowed == 0 else { return nil }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Closes the vault when everybody has given it back, and lets go of its keys.
    ///
    /// - Throws: `locked` when it is not open, or what closing throws; it is locked all the same.
    package func lock() async throws(VaultError) {
        let begins = state.withLock { state -> Bool in
            guard state.lendable != nil else { return false }
            state.isChanging = true
            return true
        }
        guard begins else { throw VaultError(.locked) }
        defer { changed() }
        try await close()
    }

    /// Closes the vault for good: waits for locking or unlocking that is under way, and opens nothing after.
    ///
    /// - Throws: what closing throws; it is locked all the same.
    package func end() async throws(VaultError) {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isSettled = state.withLock { state in
                state.isEnded = true
                if state.isChanging { state.ending.append(continuation) }
                return !state.isChanging
            }
            if isSettled { continuation.resume() }
        }
        try await close()
    }

    private func changed() {
        let ending = state.withLock { state in
            state.isChanging = false
            defer { state.ending = [] }
            return state.ending
        }
        for continuation in ending { continuation.resume() }
    }

    /// Waits for the borrowers, and closes what is open.
    private func close() async throws(VaultError) {
        // It would keep the keys for as long as it takes.
        state.withLock { $0.vault }?.giveUpVerifying()
        await drained()
        let vault = state.withLock { state -> Vault? in
            defer { state.vault = nil }
            return state.vault
        }
        try await vault?.close()
    }

    private func drained() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFree = state.withLock { state in
                if state.borrowed > 0 { state.waiting = continuation }
                return state.borrowed == 0
            }
            if isFree { continuation.resume() }
        }
    }

    /// Opens the vault, unless it is open.
    ///
    /// - Parameters:
    ///   - uid: who tries.
    ///   - open: opens it with a key that was brought.
    ///   - permit: throws when whoever brought it may not; the vault is closed again then.
    /// - Throws: `conflict` when it is open, `locked` when it was ended, `throttled` when the last try was too short ago, or what the two throw.
    func unlock(
        by uid: UInt32, _ open: () async throws(VaultError) -> Vault,
        permit: (Vault) async throws(VaultError) -> Void
    ) async throws(VaultError) {
        let now = ContinuousClock.now
        let refusal = state.withLock { state -> Code? in
            guard !state.isEnded else { return .locked }
            guard !state.isChanging, state.vault == nil else { return .conflict }
            state.tries = state.tries.filter { now < $0.value + pause }
            guard state.tries[uid] == nil else { return .throttled }
            state.tries[uid] = now
            state.isChanging = true
            return nil
        }
        if let refusal { throw VaultError(refusal) }
        defer { changed() }
        let vault = try await open()
        do { try await permit(vault) } catch {
            do throws(VaultError) { try await vault.close() } catch {}
            throw error
        }
        state.withLock { $0.vault = vault }
    }
}
