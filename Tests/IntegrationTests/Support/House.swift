import CofferModel
import CofferTesting
import Foundation

/// A directory in which the real binary is run, with a state directory and a home of its own.
final class House: Sendable {
    private let directory: TemporaryDirectory

    /// The directory that commands run in.
    var path: String { directory.path }

    init() throws { directory = try TemporaryDirectory() }

    /// A house with the vault `acme`, whose administrator holds the roles that tests need, and its customers.
    ///
    /// - Parameter customers: how many of the invented ones are imported.
    /// - Throws: when a command fails.
    init(customers: Int64) throws {
        directory = try TemporaryDirectory()
        try must(coffer("init", "acme", "--charter", "network-admin"))
        let roles = ["support_technician", "billing_clerk", "network_engineer", "privacy_officer", "auditor"]
        try must(
            coffer(["staff", "add", "Test", "--uid", "\(geteuid())"] + roles.flatMap { ["--role", $0] }))
        guard customers > 0 else { return }
        try write(Customer.lines(customers), to: "customers.jsonl")
        try must(coffer("import", "customers.jsonl"))
    }

    /// Runs `coffer` to its end.
    func coffer(_ arguments: String..., input: String = "") throws -> Outcome {
        try coffer(arguments, input: input)
    }

    /// Runs `coffer` to its end.
    func coffer(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try start(arguments, input: input, environment: environment).end()
    }

    /// Starts `coffer` and leaves it running; a wrapper is a program of the host that runs it, with its arguments.
    func start(
        _ arguments: [String], input: String = "", under wrapper: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Running {
        try Running(arguments, in: path, input: input, under: wrapper, environment: environment)
    }

    /// The id of a customer, found as support does.
    func subject(_ number: Int) throws -> String {
        let found = try coffer(
            "subject", "find", "contact.email", "--as", "support_technician", "--for", "support",
            input: Customer.email(number))
        guard found.status == 0 else { throw Failed(outcome: found) }
        return found.out.trimmingCharacters(in: .newlines)
    }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: path + "/" + file, atomically: false, encoding: .utf8)
    }

    /// Ends the test when a preparation fails.
    func must(_ outcome: Outcome) throws {
        guard outcome.status == 0 else { throw Failed(outcome: outcome) }
    }
}

/// A preparation went wrong.
struct Failed: Error {
    let outcome: Outcome
}

/// How a process ended, and what it said.
struct Outcome: Sendable {
    let status: Int32
    let out: String
    let err: String

    /// Standard output as JSON.
    var json: JSON? { try? JSON(reading: Array(out.utf8), limit: 1 << 20) }
    /// Standard error as JSON.
    var refusal: JSON? { try? JSON(reading: Array(err.utf8), limit: 1 << 20) }
}

/// A process of the real binary.
final class Running {
    private let process = Process()
    private let place: String

    init(
        _ arguments: [String], in directory: String, input: String, under wrapper: [String],
        environment: [String: String]
    ) throws {
        place = directory + "/" + UUID().uuidString
        let manager = FileManager.default
        for name in ["in", "out", "err"] {
            let content = name == "in" ? Data(input.utf8) : nil
            _ = manager.createFile(atPath: "\(place).\(name)", contents: content)
        }
        let command = wrapper + [Self.binary] + arguments
        process.executableURL = URL(fileURLWithPath: Tool.path(command[0]) ?? command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        var all = [
            "PATH": "/usr/bin:/bin", "HOME": directory, "XDG_STATE_HOME": directory + "/state",
            "COFFER_VAULT": "acme", "SWIFT_BACKTRACE": "enable=no",
        ]
        all.merge(environment) { $1 }
        process.environment = all
        process.standardInput = FileHandle(forReadingAtPath: place + ".in")
        process.standardOutput = FileHandle(forWritingAtPath: place + ".out")
        process.standardError = FileHandle(forWritingAtPath: place + ".err")
        try process.start()
    }

    /// Its number.
    var pid: Int32 { process.processIdentifier }

    var isRunning: Bool { process.isRunning }

    /// What it has said so far.
    var said: String { Self.text(place + ".out") }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end; a process that a signal killed has the signal's number, negative.
    func end() -> Outcome {
        process.waitUntilExit()
        let status =
            process.terminationReason == .uncaughtSignal
            ? -process.terminationStatus : process.terminationStatus
        return Outcome(status: status, out: said, err: Self.text(place + ".err"))
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// The binary that was built together with these tests.
    static let binary: String = {
        let arguments = CommandLine.arguments
        if let option = arguments.firstIndex(of: "--test-bundle-path"), option + 1 < arguments.count {
            let folder = URL(fileURLWithPath: arguments[option + 1]).deletingLastPathComponent()
            let beside = folder.appendingPathComponent("coffer").path
            if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        }
        return Places.package + "/.build/debug/coffer"
    }()
}

/// Where things are in the tree.
enum Places {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}
