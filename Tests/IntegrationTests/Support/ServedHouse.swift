import Foundation

/// A house whose vault a running service keeps.
final class ServedHouse {
    let house: House
    /// Asks it.
    let curl: Curl
    private let service: Running

    /// Makes the vault and its customers, starts the service, and waits until it is ready.
    ///
    /// - Parameters:
    ///   - customers: how many invented ones are in it.
    ///   - wrapper: a program of the host that runs the service.
    /// - Throws: when a preparation fails, or the service is not ready in time.
    convenience init(customers: Int64 = 0, under wrapper: [String] = []) throws {
        let house = try House(customers: customers)
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        try self.init(serving: house, under: wrapper)
    }

    /// Starts a service for a house's vault, and waits until it is ready.
    ///
    /// - Parameters:
    ///   - house: the house.
    ///   - wrapper: a program of the host that runs the service.
    /// - Throws: when the service is not ready in time.
    init(serving house: House, under wrapper: [String] = []) throws {
        self.house = house
        let socket = house.path + "/coffer.sock"
        service = try house.start(["serve", "--socket", socket], under: wrapper)
        curl = Curl(socket: socket)
        let deadline = Date.now.addingTimeInterval(30)
        while (try? curl("GET", "/readyz").status) != 200 {
            guard service.isRunning, .now < deadline else {
                service.send(SIGKILL)
                throw Failed(outcome: service.end())
            }
            usleep(50_000)
        }
    }

    deinit {
        service.send(SIGKILL)
        _ = service.end()
    }

    /// Runs `coffer` to its end, asking the service.
    func coffer(_ arguments: String..., input: String = "") throws -> Outcome {
        try coffer(arguments, input: input)
    }

    /// Runs `coffer` to its end, asking the service.
    func coffer(_ arguments: [String], input: String = "") throws -> Outcome {
        try start(arguments, input: input).end()
    }

    /// Starts `coffer`, asking the service, and leaves it running.
    func start(_ arguments: [String], input: String = "") throws -> Running {
        try house.start(
            arguments, input: input, environment: ["COFFER_VAULT": "", "COFFER_SOCKET": socket])
    }

    /// The service's process.
    var pid: Int32 { service.pid }

    var socket: String { curl.socket }

    /// Sends its process a signal.
    func send(_ signal: Int32) { service.send(signal) }

    /// Waits for its end.
    func end() -> Outcome { service.end() }

    /// Asks it to end, and waits.
    func stop() -> Outcome {
        service.send(SIGTERM)
        return service.end()
    }
}
