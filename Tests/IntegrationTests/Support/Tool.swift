import CofferTesting
import Foundation

/// Programs of the host that some tests drive; a test whose tool is missing is skipped with a message.
enum Tool {
    /// The tools that `.ci/run` puts beside the build, at fixed versions.
    private static let own = Places.package + "/.build/tools/bin"

    /// A Python that has httpx.
    static let python: String? = ["\(own)/python3", path("python3")].compactMap { $0 }.first {
        FileManager.default.isExecutableFile(atPath: $0)
            && (try? run($0, ["-c", "import httpx"]).status) == 0
    }

    /// Where a program is, as the shell would find it; those of the build come first.
    static func path(_ name: String) -> String? {
        if name.hasPrefix("/") { return name }
        let path =
            own + ":"
            + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end.
    ///
    /// - Throws: when it is not there or cannot be run.
    static func run(
        _ name: String, _ arguments: [String], in directory: String? = nil, input: String = "",
        environment: [String: String] = [:]
    ) throws -> Outcome {
        guard let program = path(name) else { throw Missing(tool: name) }
        let place = try TemporaryDirectory()
        for name in ["in", "out", "err"] {
            let content = name == "in" ? Data(input.utf8) : nil
            _ = FileManager.default.createFile(atPath: place.file(name), contents: content)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: place.file("in"))
        process.standardOutput = FileHandle(forWritingAtPath: place.file("out"))
        process.standardError = FileHandle(forWritingAtPath: place.file("err"))
        try process.start()
        process.waitUntilExit()
        let killed = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: killed ? -process.terminationStatus : process.terminationStatus,
            out: text(place.file("out")), err: text(place.file("err")))
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// A program is not there.
struct Missing: Error {
    let tool: String
}
