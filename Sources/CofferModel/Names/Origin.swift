/// Where a request came from, as the operating system says it.
public struct Origin: Hashable, Sendable {
    /// The user of the process that asks.
    public let uid: UInt32
    /// The process that asks.
    public let pid: Int32

    /// Takes what the operating system said.
    public init(uid: UInt32, pid: Int32) {
        self.uid = uid
        self.pid = pid
    }
}
