import Synchronization

/// Lets the whole vault be verified once at a time.
final class Verifying: Sendable {
    /// Where its ledger is read, beside the pages that others ask for.
    let thread = ReadingThread()
    private let isUnderWay = Mutex(false)

    /// False when it is being verified already.
    func begin() -> Bool {
        isUnderWay.withLock { isUnderWay in
            defer { isUnderWay = true }
            return !isUnderWay
        }
    }

    func end() { isUnderWay.withLock { $0 = false } }
}
