import CofferModel
import Dispatch
import Synchronization

/// The writer thread's side.
extension CommitQueue {
    /// Waits for work; nil when the ledger stands still for good.
    func next() -> Work? {
        while true {
            let (work, until) = state.withLock { $0.next() }
            if let work {
                watch()
                return work
            }
            guard state.withLock({ $0.halted == nil }) else { return nil }
            if let until { _ = wake.wait(timeout: until) } else { wake.wait() }
        }
    }

    /// Answers those whose rows are durable, unless they were told otherwise in the meantime.
    func committed(head: Checkpoint, note: [UInt8], time: Timestamp) {
        var written: [Append] = []
        state.withLock { state in
            guard state.halted == nil else { return }
            (written, state.writing) = (state.writing, [])
            (state.head, state.note, state.lastTime) = (head, note, time)
            state.lag.since = state.lag.since ?? time
            state.anchorBehind = true
        }
        var next = head.size + 1 - UInt64(written.reduce(0) { $0 + $1.rows.count })
        for append in written {
            let sequences = next..<next + UInt64(append.rows.count)
            append.caller.resume(returning: .success(Committed(sequences: sequences, time: time)))
            next = sequences.upperBound
        }
    }

    /// Answers those who wait for the anchor, with what became of it.
    func anchored(_ size: UInt64, fault: FileFault?) {
        var waiters: [Waiter] = []
        state.withLock { state in
            (waiters, state.flushing) = (state.flushing, [])
            state.lag.fault = fault
            state.anchorNotBefore = .now() + .milliseconds(timing.anchorInterval)
            guard fault == nil else { return }
            state.lag.size = size
            state.lag.since = nil
            state.anchorBehind = false
        }
        for waiter in waiters { waiter.resume(returning: fault.map { .failure(.file($0)) } ?? .success(())) }
    }

    /// Whether the log has a checkpoint that the anchor lacks.
    var isAnchorBehind: Bool { state.withLock { $0.anchorBehind } }

    /// Answers those who wait for the end.
    func closed() {
        var waiters: [Waiter] = []
        state.withLock { state in
            guard state.halted == nil else { return }
            state.halted = .closed
            (waiters, state.closers) = (state.closers, [])
        }
        for waiter in waiters { waiter.resume(returning: .success(())) }
    }

    // MARK: The deadline

    /// Has a timer look after the writer; at most one at a time.
    private func watch() {
        let watched = state.withLock { state in
            defer { state.watched = true }
            return state.watched
        }
        if !watched { look(at: .now() + .milliseconds(timing.deadline)) }
    }

    private func look(at time: DispatchTime) {
        DispatchQueue.global().asyncAfter(deadline: time) { self.halt(ifBusyAt: .now()) }
    }

    private func halt(ifBusyAt now: DispatchTime) {
        let end = state.withLock { state -> DispatchTime? in
            guard state.halted == nil, let since = state.busySince else {
                state.watched = false
                return nil
            }
            return since + .milliseconds(timing.deadline)
        }
        guard let end else { return }
        if end <= now { halt(.deadline) } else { look(at: end) }
    }
}
