package import Foundation

/// One launch at a time: Foundation's on Linux reads what another is about to free, and crashed the tests.
private let launching = NSLock()

extension Process {
    /// Runs the process, while no other is being launched.
    ///
    /// - Throws: when it cannot be run.
    package func start() throws {
        launching.lock()
        defer { launching.unlock() }
        try run()
    }
}
