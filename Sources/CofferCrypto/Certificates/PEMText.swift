import CofferModel

/// The text form of certificates and keys (RFC 7468 §2).
package enum PEMText {
    /// Bytes between the two lines of their name.
    ///
    /// - Parameters:
    ///   - name: what stands in the lines, as `CERTIFICATE`.
    ///   - bytes: what stands between them.
    ///   - width: characters a line; OpenSSH writes 70.
    /// - Returns: the text.
    package static func of(_ name: String, _ bytes: [UInt8], width: Int) -> String {
        "-----BEGIN \(name)-----\n" + lines(bytes, width: width).map { $0 + "\n" }.joined()
            + "-----END \(name)-----\n"
    }

    /// The same with 64 characters a line, as everything but OpenSSH writes it.
    package static func of(_ name: String, _ bytes: [UInt8]) -> String { of(name, bytes, width: 64) }

    /// What stands between the two lines.
    package static func lines(_ bytes: [UInt8], width: Int) -> [String] {
        let body = Array(Base64.encode(bytes).utf8)
        return stride(from: 0, to: body.count, by: width)
            .map { String(decoding: body[$0..<min($0 + width, body.count)], as: UTF8.self) }
    }
}
