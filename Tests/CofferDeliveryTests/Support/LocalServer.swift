import CofferModel
import CofferTesting
import Foundation

/// A server of `Servers/` on loopback, in a process that ends with this object.
final class LocalServer: @unchecked Sendable {
    /// A Python that has what the servers need; `.ci/run` puts it beside the build.
    static let python: String? = {
        let own = package + "/.build/tools/bin/python3"
        return FileManager.default.isExecutableFile(atPath: own) ? own : nil
    }()

    /// Where it listens, on `localhost`.
    let port: Int
    /// Its certificate, which nobody else vouches for.
    let certificate: [UInt8]
    private let folder: TemporaryDirectory
    private let process = Process()
    private let input = Pipe()

    /// Starts a server and waits until it listens.
    static func start(_ script: String, _ behaviour: String) async throws -> LocalServer {
        try await apart { try LocalServer(script, behaviour) }
    }

    private init(_ script: String, _ behaviour: String) throws {
        folder = try TemporaryDirectory()
        try OpenSSL.makeCertificate(in: folder)
        certificate = try Array(Data(contentsOf: URL(fileURLWithPath: folder.file("cert.pem"))))
        process.executableURL = URL(fileURLWithPath: Self.python ?? "/usr/bin/python3")
        process.arguments = [
            "\(Self.package)/Tests/CofferDeliveryTests/Servers/\(script)", behaviour, folder.path,
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
    func received() throws -> [Received] {
        try (1...9).compactMap { number in
            guard let facts = folder.read("\(number).json") else { return nil }
            return Received(facts: try JSON(reading: facts), bytes: folder.read("\(number).eml") ?? [])
        }
    }

    /// Whether the server wrote a note of this name.
    func noted(_ name: String) -> Bool { folder.read(name) != nil }

    /// What stands in a note that the server writes within moments.
    func note(_ name: String) async throws -> String? {
        for _ in 0..<200 where folder.read(name)?.isEmpty != false {
            try await Task.sleep(for: .milliseconds(50))
        }
        return folder.read(name).map { String(decoding: $0, as: UTF8.self) }
    }

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private struct NotStarted: Error {}
}

/// One thing that a server took.
struct Received {
    /// What it made of it.
    let facts: JSON
    /// The bytes themselves.
    let bytes: [UInt8]
}

extension TemporaryDirectory {
    /// The bytes of a file in it, nil if there is none.
    func read(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: file(name)).map { Array($0) }
    }
}
