import CofferModel
import Dispatch
import Synchronization

/// A thread outside the shared pool, for reading whole ledgers: one reading at a time, the others wait in the order
/// they came.
///
/// A file does not suspend whoever reads it: on the few threads of the pool, a long ledger would hold up every request.
final class ReadingThread: Sendable {
    /// How many may wait before the next is told to come again.
    private static let most = 64
    private let queue = DispatchQueue(label: "coffer.ledger.reading")
    private let taken = Mutex(0)

    /// Does some work there.
    ///
    /// - Parameter work: what is done.
    /// - Returns: what `work` returns.
    /// - Throws: `throttled` when too many wait already, or what `work` throws.
    func run<Answer: Sendable>(
        _ work: @escaping @Sendable () throws(VaultError) -> Answer
    ) async throws(VaultError) -> Answer {
        let fits = taken.withLock { taken in
            guard taken < Self.most else { return false }
            taken += 1
            return true
        }
        guard fits else { throw VaultError(.throttled, "too many wait to read the ledger") }
        defer { taken.withLock { $0 -= 1 } }
        let result: Result<Answer, VaultError> = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { () throws(VaultError) in try work() })
            }
        }
        return try result.get()
    }
}
