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
