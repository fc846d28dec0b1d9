import CofferModel
import Synchronization

/// Lets the whole vault be verified once at a time, and be given up in its middle.
final class Verifying: Sendable {
    private enum State {
        case idle, underWay, givenUp
    }

    /// Where its ledger is read, beside the pages that others ask for.
    let thread = ReadingThread()
    private let state = Mutex(State.idle)

    /// False when it is being verified already.
    func begin() -> Bool {
        state.withLock { state in
            guard case .idle = state else { return false }
            state = .underWay
            return true
        }
    }

    func end() { state.withLock { $0 = .idle } }

    /// Ends the verification that is under way, at its next row.
    func giveUp() {
        state.withLock { if case .underWay = $0 { $0 = .givenUp } }
    }

    /// False when nobody waits for it any more, or the vault is about to close; asked row by row.
    var goesOn: Bool { state.withLock { if case .givenUp = $0 { false } else { true } } }

    /// - Throws: `locked` when it was given up.
    func check() throws(VaultError) {
        guard goesOn else { throw VaultError(.locked, "given up: the vault is being locked") }
    }
}
