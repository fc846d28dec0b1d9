package import CofferModel
import Foundation

/// A server of `Servers/` on loopback, in a process that ends with this object.
package final class LocalServer: @unchecked Sendable {
    /// A Python that has what the servers need; `.ci/run` puts it beside the build.
    package static let python: String? = {
        let own = root + "/.build/tools/bin/python3"
        return FileManager.default.isExecutableFile(atPath: own) ? own : nil
    }()

    /// Where it listens, on `localhost`.
    package let port: Int
    /// Its certificate, which nobody else vouches for.
    package let certificate: [UInt8]
    private let folder: TemporaryDirectory
    private let process = Process()
    private let input = Pipe()

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - script: a file of `Servers/`.
    ///   - behaviour: how it behaves, as the script has it.
    /// - Returns: the server.
    /// - Throws: when it does not start.
    package static func start(_ script: String, _ behaviour: String) async throws -> LocalServer {
        try await apart { try LocalServer(script, behaviour) }
    }

    private init(_ script: String, _ behaviour: String) throws {
        folder = try TemporaryDirectory()
        try OpenSSL.makeCertificate(in: folder)
        certificate = try Array(Data(contentsOf: URL(fileURLWithPath: folder.file("cert.pem"))))
        process.executableURL = URL(fileURLWithPath: Self.python ?? "/usr/bin/python3")
        process.arguments = [
            "\(Self.root)/Tests/CofferTesting/Servers/\(script)", behaviour, folder.path,
        ]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.start()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([10])
        {
            line += byte
        }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw NotStarted() }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
    }

    /// What it took, in order.
    ///
    /// - Throws: when a note of it cannot be read.
    package func received() throws -> [Received] {
        try (1...9).compactMap { number in
            guard let facts = folder.read("\(number).json") else { return nil }
            return Received(facts: try JSON(reading: facts), bytes: folder.read("\(number).eml") ?? [])
        }
    }

    /// Whether the server wrote a note of this name.
    package func noted(_ name: String) -> Bool { folder.read(name) != nil }

    /// What stands in a note that the server writes within moments.
    ///
    /// - Throws: when the test is cancelled.
    package func note(_ name: String) async throws -> String? {
        for _ in 0..<200 where folder.read(name)?.isEmpty != false {
            try await Task.sleep(for: .milliseconds(50))
        }
        return folder.read(name).map { String(decoding: $0, as: UTF8.self) }
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private struct NotStarted: Error {}
}

/// One thing that a server took.
package struct Received {
    /// What it made of it.
    package let facts: JSON
    /// The bytes themselves.
    package let bytes: [UInt8]
}

extension TemporaryDirectory {
    /// The bytes of a file in it, nil if there is none.
    package func read(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: file(name)).map { Array($0) }
    }
}
