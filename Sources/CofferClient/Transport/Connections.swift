import CofferModel
import NIOHTTP1
import Synchronization

/// The connections of one client: few, used again and again, made anew when the service ended them.
final class Connections: Sendable {
    private let path: String
    private let seats = Seats(Limits.clientConnections)
    private let idle = Mutex<[Connection]>([])

    private let patience: Duration

    init(_ path: String, patience: Duration) {
        self.path = path
        self.patience = patience
    }

    deinit {
        for connection in idle.withLock({ $0 }) { connection.end() }
    }

    /// Sends a request and reads the whole answer.
    func reply(to call: Call) async throws(VaultError) -> Reply {
        try await sit()
        defer { seats.leave() }
        var connection: Connection
        if let old = takeIdle() {
            connection = old.sending(call.outgoing)
        } else {
            connection = try await connect(call)
        }
        while true {
            let why: Broken
            do {
                let reply = try await Reply(Incoming(connection))
                await keep(connection)
                return reply
            } catch { why = error }
            connection.end()
            let wasSent = await connection.wasSent
            // An old connection may end in the very moment it is used again.
            guard connection.isReused, why == .closed, !wasSent || !call.isChanging else {
                throw wasSent && call.isChanging ? Broken.unknown : why.error
            }
            connection = try await connect(call)
        }
    }

    /// Sends a stream, and hands the answer to a reader meanwhile.
    ///
    /// - Parameters:
    ///   - call: the request.
    ///   - send: sends the lines and ends the stream.
    ///   - read: reads the answer to its end.
    /// - Returns: what the reader made of it.
    /// - Throws: why it came to no end.
    func stream<Result: Sendable>(
        _ call: Call, send: @escaping @Sendable (Connection) async -> Sending,
        read: (Incoming) async throws(Stopped) -> Result
    ) async throws(VaultError) -> Result {
        try await sit()
        defer { seats.leave() }
        // Lines are there once: they go onto a connection that cannot be an old one.
        let connection = try await connect(call)
        let outcome: Swift.Result<Result, Stopped> = await withTaskGroup(of: Sending.self) { group in
            group.addTask { await send(connection) }
            let outcome: Swift.Result<Result, Stopped>
            do throws(Stopped) {
                outcome = .success(try await read(try await Incoming(opening: connection)))
            } catch { outcome = .failure(error) }
            let rest = await keep(connection)
            group.cancelAll()
            if case .failed(let error) = await group.next() { return .failure(.error(error)) }
            if case .success = outcome, rest == .cut { return .failure(.broken(.closed)) }
            return outcome
        }
        switch outcome {
        case .success(let result): return result
        case .failure(.error(let error)): throw error
        case .failure(.broken(let why)):
            throw call.isChanging && why != .tooLarge ? Broken.unknown : why.error
        }
    }

    private func sit() async throws(VaultError) {
        do { try await seats.take() } catch { throw error.error }
    }

    private func takeIdle() -> Connection? {
        idle.withLock { idle in
            while let last = idle.popLast() {
                if last.isOpen { return last }
            }
            return nil
        }
    }

    /// Keeps a connection for the next request, if it can be.
    @discardableResult private func keep(_ connection: Connection) async -> Rest {
        let rest = await connection.rest()
        if rest == .kept { idle.withLock { $0.append(connection) } }
        return rest
    }

    private func connect(_ call: Call) async throws(VaultError) -> Connection {
        do { return try await Connection.open(path, patience: patience, sending: call) } catch {
            throw error.error
        }
    }
}

/// A whole answer.
struct Reply {
    let status: UInt
    let isProblem: Bool
    let isJSON: Bool
    let body: [UInt8]

    init(_ incoming: Incoming) async throws(Broken) {
        status = incoming.head.status.code
        isProblem = incoming.isOf(Problem.mediaType)
        isJSON = incoming.isOf("application/json")
        body = try await incoming.whole()
    }
}

/// How far the lines of a stream came.
enum Sending: Sendable {
    case whole
    case cut
    /// What gave the lines failed.
    case failed(VaultError)
}

/// Why the answer to a stream was not read to its end.
enum Stopped: Error {
    case broken(Broken)
    case error(VaultError)
}
