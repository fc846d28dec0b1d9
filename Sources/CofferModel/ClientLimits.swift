extension Limits {
    /// One answer that a client reads as a whole.
    public static let answerBytes = 16 * 1024 * 1024
    /// One line of a streamed answer.
    public static let answerLineBytes = 1024 * 1024
    /// The head of an answer.
    public static let answerHeadBytes = 16 * 1024
    /// Connections that one client has open; who asks beyond them waits for his turn.
    public static let clientConnections = 8
    /// How long a client waits for the service to take a connection.
    public static let connectTimeout = 5_000
    /// How long a client waits for the next part of an answer, or for the service to take the next part of a request.
    public static let answerTimeout = 90_000
    /// How long a client keeps a connection it does not use; less than the service does.
    public static let keepAlive = 20_000
    /// Bytes of a stream that are on their way before a client waits for the service to take them.
    public static let streamWindow = 64 * 1024
}
