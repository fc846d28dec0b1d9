import CofferModel

/// Why a connection gave no whole answer.
enum Broken: Error, Hashable {
    /// Nobody listens at the socket.
    case absent
    /// The operating system does not let this user reach the socket.
    case forbidden
    /// The path cannot be one of a socket.
    case path
    /// The connection ended.
    case closed
    /// The service did not go on in time.
    case timedOut
    /// What came is no answer of a vault's service.
    case malformed
    /// The answer is larger than a client reads.
    case tooLarge
    /// Whoever asked gave up.
    case cancelled
}

extension Broken {
    /// What is told of a request that changed nothing.
    var error: VaultError {
        switch self {
        case .absent: VaultError(.unavailable, "no service answers at this socket")
        case .forbidden: VaultError(.unavailable, "your user cannot reach this socket")
        case .path: VaultError(.usage, "this cannot be the path of a socket")
        case .closed: VaultError(.unavailable, "the service ended the connection too early")
        case .timedOut: VaultError(.unavailable, "the service did not answer in time")
        case .malformed: VaultError(.unavailable, "what answers at this socket is no vault's service")
        case .tooLarge: VaultError(.tooLarge, "the answer is larger than a client reads")
        case .cancelled: VaultError(.unavailable, "given up before the answer")
        }
    }

    /// What is told of a request that may have been done.
    static var unknown: VaultError {
        VaultError(
            .unknown,
            "it may have been done, the answer was lost; the same idempotency key makes it safe to repeat")
    }
}
