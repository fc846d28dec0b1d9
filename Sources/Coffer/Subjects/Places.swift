import CofferModel
import Synchronization

/// Places for requests that hold opened values: so many at a time, the others wait in the order they came.
final class Places: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    /// How many may wait before the next is told to come again.
    private static let most = 1024
    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Takes a place, when one is free.
    ///
    /// - Throws: `throttled` when too many wait already.
    func enter() async throws(VaultError) {
        let taken = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            let answer: Bool? = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                guard state.waiting.count < Self.most else { return false }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
        guard taken else { throw VaultError(.throttled, "too many requests hold opened values") }
    }

    /// Gives it to whoever waits longest.
    func leave() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: true)
    }
}
