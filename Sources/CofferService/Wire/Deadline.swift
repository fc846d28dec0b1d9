import NIOCore

/// One thing that is to happen at a time, unless it is put off.
struct Deadline {
    private var task: Scheduled<Void>?

    /// Sets the time, in place of an earlier one.
    ///
    /// - Parameters:
    ///   - after: from now.
    ///   - loop: the connection's.
    ///   - act: what happens then.
    mutating func set(_ after: Duration, on loop: any EventLoop, _ act: @escaping () -> Void) {
        task?.cancel()
        task = loop.assumeIsolated().scheduleTask(in: TimeAmount(after), act)
    }

    mutating func cancel() {
        task?.cancel()
        task = nil
    }
}
