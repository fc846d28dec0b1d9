import Synchronization

/// So many at a time; the others wait in the order they came.
final class Seats: Sendable {
    private struct State {
        var free: Int
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var next = 0
        /// Who comes, and has neither a seat nor begun to wait.
        var coming: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Takes a seat, when one is free.
    ///
    /// - Throws: `cancelled` when the task is.
    func take() async throws(Broken) {
        let number = state.withLock { state in
            state.next += 1
            state.coming.insert(state.next)
            return state.next
        }
        let taken = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in wait(number, continuation) }
        } onCancel: {
            giveUp(number)
        }
        guard taken else { throw .cancelled }
    }

    /// Gives it to whoever waits longest.
    func leave() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil as CheckedContinuation<Bool, Never>?
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    private func wait(_ number: Int, _ continuation: CheckedContinuation<Bool, Never>) {
        let answer: Bool? = state.withLock { state in
            guard state.coming.remove(number) != nil else { return false }
            if state.free > 0 {
                state.free -= 1
                return true
            }
            state.waiting.append((number, continuation))
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func giveUp(_ number: Int) {
        let waiting = state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.number == number }) else {
                state.coming.remove(number)
                return nil as CheckedContinuation<Bool, Never>?
            }
            return state.waiting.remove(at: place).continuation
        }
        waiting?.resume(returning: false)
    }
}
