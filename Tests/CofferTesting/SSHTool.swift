import Foundation

/// `ssh-keygen`, where it is.
package enum SSHTool {
    /// Whether it is.
    package static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh-keygen")

    /// Carries out lines of the command one after another, and answers what files they leave.
    ///
    /// - Parameter lines: as `-t ed25519 -N '' -f a`, with files by name alone.
    /// - Returns: the files' bytes by name.
    /// - Throws: when one does not end with success.
    package static func make(_ lines: String...) async throws -> [String: [UInt8]] {
        try await OpenSSL.make(program: "ssh-keygen -q", lines)
    }

    /// The public line of a private key, as the command reads it.
    ///
    /// - Parameter text: the private key.
    /// - Returns: algorithm, base64 and comment.
    /// - Throws: when the command does not read it.
    package static func publicLine(of text: String) async throws -> String {
        let made = try await OpenSSL.make(
            program: "umask 077; printf '%s' '\(text)' > a; ssh-keygen", ["-y -P '' -f a > a.pub"])
        return String(decoding: made["a.pub"] ?? [], as: UTF8.self)
    }
}
