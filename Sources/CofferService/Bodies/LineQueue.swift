import CofferModel
import HummingbirdCore
import Synchronization

/// One line of a stream, numbered from 1.
struct StreamLine: Sendable {
    let number: Int
    /// Nil for a line that is too long to be kept.
    let bytes: [UInt8]?
}

/// How many lines are worked on together.
struct Gathering: Sendable {
    let lines: Int
    let bytes: Int
    /// How long it waits for more when there are some.
    let wait: Duration
}

/// Lines between the connection that brings them and the work that is done with them: a few, however long the stream.
final class LineQueue: Sendable {
    private enum End {
        case whole
        case failed(VaultError)
    }

    private struct State {
        var lines: [StreamLine] = []
        var bytes = 0
        var end: End?
        var waits: Waits?
        var producer: CheckedContinuation<Void, Never>?
        var isCancelled = false
        var lastWait = 0
    }

    /// What the consumer waits for.
    private struct Waits {
        let number: Int
        let lines: Int
        let bytes: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private let gathering: Gathering
    private let state = Mutex(State())

    init(_ gathering: Gathering) { self.gathering = gathering }

    // MARK: The side that brings

    /// Adds a line, and waits while there are enough.
    func put(_ line: StreamLine) async {
        let wakes = state.withLock { state in
            state.lines.append(line)
            state.bytes += line.bytes?.count ?? 0
            return Self.satisfied(&state)
        }
        wakes?.resume()
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let goesOn = state.withLock { state in
                    let isFull = state.lines.count >= gathering.lines || state.bytes >= gathering.bytes
                    if isFull, !state.isCancelled { state.producer = continuation }
                    return !isFull || state.isCancelled
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let producer: CheckedContinuation<Void, Never>? = state.withLock { state in
                state.isCancelled = true
                defer { state.producer = nil }
                return state.producer
            }
            producer?.resume()
        }
    }

    /// Ends the lines: whole, or with what cut them off.
    func end(_ failure: VaultError?) {
        let wakes = state.withLock { state in
            state.end = failure.map { .failed($0) } ?? .whole
            return Self.satisfied(&state)
        }
        wakes?.resume()
    }

    private static func satisfied(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        guard let waits = state.waits,
            state.end != nil || state.lines.count >= waits.lines || state.bytes >= waits.bytes
        else { return nil }
        state.waits = nil
        return waits.continuation
    }

    // MARK: The side that works

    /// The next lines to be worked on together.
    ///
    /// - Returns: at least one; nil at the end.
    /// - Throws: what cut the stream off, when all lines before it were taken.
    func next() async throws(VaultError) -> [StreamLine]? {
        await wait(lines: 1, bytes: 0, atMost: nil)
        if gathering.wait > .zero {
            await wait(lines: gathering.lines, bytes: gathering.bytes, atMost: gathering.wait)
        }
        let (batch, producer, end) = state.withLock { state in
            let batch = Self.batch(&state, gathering)
            defer { state.producer = nil }
            return (batch, state.producer, state.end)
        }
        producer?.resume()
        if !batch.isEmpty { return batch }
        switch end {
        case .whole: return nil
        case .failed(let failure): throw failure
        case nil: throw VaultError(.unavailable)
        }
    }

    private static func batch(_ state: inout State, _ gathering: Gathering) -> [StreamLine] {
        var (count, bytes) = (0, 0)
        for line in state.lines.prefix(gathering.lines) {
            let size = line.bytes?.count ?? 0
            if count > 0, bytes + size > gathering.bytes { break }
            (count, bytes) = (count + 1, bytes + size)
        }
        let batch = Array(state.lines.prefix(count))
        state.lines.removeFirst(count)
        state.bytes -= bytes
        return batch
    }

    /// Waits until there are so many lines or bytes, or no more to come, or the time is over.
    private func wait(lines: Int, bytes: Int, atMost time: Duration?) async {
        let number = state.withLock { state in
            state.lastWait += 1
            return state.lastWait
        }
        let timer = time.map { time in
            Task {
                do { try await Task.sleep(for: time) } catch { return }
                wake(number)
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isReady = state.withLock { state in
                    let isReady =
                        state.end != nil || state.lines.count >= lines || state.isCancelled
                        || (bytes > 0 && state.bytes >= bytes)
                    if !isReady {
                        state.waits = Waits(
                            number: number, lines: lines, bytes: bytes > 0 ? bytes : .max,
                            continuation: continuation)
                    }
                    return isReady
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.isCancelled = true }
            wake(number)
        }
        timer?.cancel()
    }

    /// Ends one wait, and no later one.
    private func wake(_ number: Int) {
        let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.waits?.number == number else { return nil }
            defer { state.waits = nil }
            return state.waits?.continuation
        }
        waiting?.resume()
    }
}
