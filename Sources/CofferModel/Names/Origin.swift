/// Where a request came from, as the operating system says it.
public struct Origin: Hashable, Sendable {
    /// The user of the process that asks.
    public let uid: UInt32
    /// The process that asks.
    public let pid: Int32
    /// What the asker calls his request, so that his own log and the ledger can be laid side by side; he chose it, and
    /// nothing is decided by it.
    public let request: RequestID?

    /// Takes what the operating system said, and what the asker calls his request.
    ///
    /// - Parameters:
    ///   - uid: the user of the process that asks.
    ///   - pid: the process that asks.
    ///   - request: what the asker calls his request.
    public init(uid: UInt32, pid: Int32, request: RequestID? = nil) {
        self.uid = uid
        self.pid = pid
        self.request = request
    }
}
