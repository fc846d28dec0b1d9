/// Every bound of the socket, in one place; those of values, documents and lines stand in ``Limits``.
///
/// A value and not constants: tests shorten the times and lower the counts.
public struct ServiceLimits: Hashable, Sendable {
    /// The path of the socket: what fits an address of a unix socket (unix(7)).
    public static let socketPathBytes = 107
    /// Connections that wait in the kernel until they are taken in.
    public static let backlog: Int32 = 128

    /// Files that a service has open: its connections, and what the vault needs.
    public static let openFiles: UInt = 4096

    /// The body of one request that is no stream.
    public var requestBytes = Limits.documentBytes
    /// One line of a stream.
    public var lineBytes = Limits.lineBytes
    /// Request line and header fields together.
    public var headBytes = 16 * 1024
    /// Header fields of one request.
    public var headFields = 100

    /// Connections at a time.
    public var connections = 1024
    /// Connections of one user at a time.
    public var connectionsPerUser = 64
    /// How long a connection may be silent between requests.
    public var idle = Duration.seconds(30)
    /// From the first byte of a request to the end of its header.
    public var head = Duration.seconds(5)
    /// From the end of the header to the end of the body; of a stream, from one piece to the next.
    public var body = Duration.seconds(30)
    /// How long a client may leave an answer unread.
    public var write = Duration.seconds(30)
    /// How long a connection stays half open after its last answer, so that the client can read it.
    public var linger = Duration.seconds(1)

    /// Requests being worked on at a time.
    public var requests = 256
    /// Requests of one user being worked on at a time.
    public var requestsPerUser = 48
    /// What `Retry-After` says, in seconds.
    public var retryAfter = 1

    /// Locked buffers for bodies up to ``smallBytes``.
    public var smallBuffers = 16
    /// What a small one holds.
    public var smallBytes = 64 * 1024
    /// Locked buffers for bodies up to ``requestBytes``.
    public var largeBuffers = 2
    /// How long a request waits for a buffer.
    public var bufferWait = Duration.seconds(2)
    /// How often it looks for one meanwhile.
    public var bufferPoll = Duration.milliseconds(10)

    /// Lines of `/v1/read` being answered at a time.
    public var readLines = 8
    /// Lines of one import commit.
    public var importLines = Limits.importBatch
    /// Bytes of one import commit.
    public var importBytes = 1024 * 1024
    /// How long an import waits for more lines before it commits those it has.
    public var importWait = Duration.milliseconds(50)

    /// How often a long act says how far it is.
    public var workPause = Duration.seconds(1)

    /// The shortest time between two tries to unlock.
    public var unlockPause = Duration.seconds(1)
    /// The shortest time between two ledger rows about one user who is not entered.
    public var unknownPause = Duration.seconds(60)
    /// Users who are not entered that are counted one by one; more are counted together.
    public var unknownUsers = 256
    /// How often it is looked whether such a row is due.
    public var unknownPoll = Duration.milliseconds(500)
    /// How often it is looked whether a notice is due.
    public var dispatchPoll = Duration.seconds(1)
    /// How often notices whose time is over are removed.
    public var dispatchSweep = Duration.seconds(600)
    /// How often it is looked whether the daily sweep is due.
    public var sweepPoll = Duration.seconds(10)
    /// How long after its hour the daily sweep still begins: one that missed it waits for the next night.
    public var sweepWindow: Int64 = 4 * 3600
    /// How long a daily sweep that failed waits for its next try.
    public var sweepRetry = Duration.seconds(3600)
    /// How long a graceful stop waits for what was accepted.
    public var stop = Duration.seconds(20)
    /// How often it looks meanwhile whether that was finished.
    public var stopPoll = Duration.milliseconds(10)
    /// Pieces of a request's body that were read and wait for who answers it.
    public var waitingPieces = 4

    /// The bounds of service.md §2.
    public init() {}
}
