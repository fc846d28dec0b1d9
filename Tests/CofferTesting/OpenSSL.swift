import Foundation

/// The command of that name.
package enum OpenSSL {
    /// A key and a certificate for `localhost`, good for a day.
    ///
    /// - Throws: when the command cannot be run.
    package static func makeCertificate(in folder: TemporaryDirectory) throws {
        _ = try run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "1",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", folder.file("key.pem"), "-out", folder.file("cert.pem"),
        ])
    }

    /// HMAC-SHA256 of a file's bytes.
    ///
    /// - Throws: when the command cannot be run.
    package static func authenticate(_ content: [UInt8], key: [UInt8]) throws -> [UInt8] {
        let folder = try TemporaryDirectory()
        try Data(content).write(to: URL(fileURLWithPath: folder.file("content")))
        let hex = key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try run([
            "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(hex)", "-binary", folder.file("content"),
        ])
    }

    /// Carries out lines of the command one after another, and answers what files they leave.
    ///
    /// - Parameter lines: as `ecparam -name prime256v1 -genkey -out a.key`, with files by name alone.
    /// - Returns: the files' bytes by name.
    /// - Throws: when one does not end with success.
    package static func make(_ lines: String...) async throws -> [String: [UInt8]] {
        try await make(lines)
    }

    /// The same with another program.
    ///
    /// - Parameters:
    ///   - program: what stands before each line.
    ///   - lines: the lines.
    /// - Returns: the files' bytes by name.
    /// - Throws: when one does not end with success.
    package static func make(
        program: String = "openssl", _ lines: [String]
    ) async throws -> [String: [UInt8]] {
        try await apart {
            let folder = try TemporaryDirectory()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            process.arguments = ["-e", "-c", lines.map { "\(program) \($0)" }.joined(separator: "\n")]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.start()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
            return try folder.contents().mapValues { Array($0) }
        }
    }

    private static func run(_ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.start()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(bytes)
    }
}
