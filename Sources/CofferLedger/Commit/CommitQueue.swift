import CofferModel
import Dispatch
import Synchronization

/// Where callers and the writer thread meet: what waits, what is being written, and whether the ledger stands.
final class CommitQueue: Sendable {
    let state: Mutex<QueueState>
    let wake = DispatchSemaphore(value: 0)
    let timing: LedgerTiming

    init(_ state: consuming QueueState, timing: LedgerTiming) {
        self.timing = timing
        self.state = Mutex(state)
    }

    func append(_ rows: [EncodedEntry]) async -> Result<Committed, LedgerError> {
        await withCheckedContinuation { caller in
            add(caller) { state in
                guard state.waitingRows < Limits.ledgerQueuedRows else { return .busy }
                state.waiting.append(Append(rows: rows, caller: caller))
                state.waitingRows += rows.count
                return nil
            }
        }
    }

    func flushAnchor() async -> Result<Void, LedgerError> {
        await withCheckedContinuation { caller in
            add(caller) { state in
                state.flushes.append(caller)
                return nil
            }
        }
    }

    func close() async {
        _ = await withCheckedContinuation { caller in
            add(caller, alsoWhileClosing: true) { state in
                state.closers.append(caller)
                return nil
            }
        }
    }

    func done(through sequence: UInt64) {
        state.withLock {
            precondition(sequence <= $0.head.size, "only what was recorded can be done")
            $0.done = max($0.done, sequence)
        }
    }

    /// Changes what waits and wakes the writer, or tells the caller why not.
    private func add<Answer: Sendable>(
        _ caller: CheckedContinuation<Result<Answer, LedgerError>, Never>, alsoWhileClosing: Bool = false,
        _ change: (inout QueueState) -> LedgerError?
    ) {
        var error: LedgerError?
        var asleep = false
        state.withLock { state in
            if let reason = state.halted ?? (state.closers.isEmpty || alsoWhileClosing ? nil : .closed) {
                error = .unavailable(reason)
            } else {
                error = change(&state)
                asleep = state.sleeping
                state.sleeping = false
            }
        }
        if let error { caller.resume(returning: .failure(error)) }
        if asleep { wake.signal() }
    }

    /// Stops for good: whoever waits is told, and whoever asks later.
    func halt(_ reason: HaltReason) {
        var (appends, waiters): ([Append], [Waiter]) = ([], [])
        state.withLock { state in
            guard state.halted == nil else { return }
            state.halted = reason
            appends = state.writing + state.waiting
            waiters = state.flushing + state.flushes + state.closers
            (state.writing, state.waiting, state.waitingRows) = ([], [], 0)
            (state.flushing, state.flushes, state.closers) = ([], [], [])
        }
        for append in appends { append.caller.resume(returning: .failure(.unavailable(reason))) }
        for waiter in waiters { waiter.resume(returning: .failure(.unavailable(reason))) }
        wake.signal()
    }
}
