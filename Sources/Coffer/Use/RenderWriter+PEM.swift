import CofferModel

/// How bytes of a certificate or key are a text (RFC 7468).
struct PEMLines {
    /// What stands in the first line and the last.
    let label: String
    /// How many bytes the text has.
    let count: Int

    /// Bytes in a line; they are four letters for three.
    static let width = 48

    /// Nil for values that are a text as they are kept.
    init?(_ type: FieldType, _ bytes: UnsafeRawBufferPointer) {
        switch type {
        case .certificate: label = "CERTIFICATE"
        // Keys that were taken in long ago are kept as PEM.
        case .privateKey where unsafe bytes.first != UInt8(ascii: "-"): label = "PRIVATE KEY"
        case .sshPrivateKey where unsafe bytes.first != UInt8(ascii: "-"): label = "OPENSSH PRIVATE KEY"
        default: return nil
        }
        let newlines = 2 + (bytes.count + Self.width - 1) / Self.width
        let letters = (bytes.count + 2) / 3 * 4
        count = Self.first(label).utf8.count + Self.last(label).utf8.count + letters + newlines
    }

    fileprivate static func first(_ label: String) -> String { "-----BEGIN \(label)-----" }
    fileprivate static func last(_ label: String) -> String { "-----END \(label)-----" }
}

extension RenderWriter {
    /// Writes bytes as PEM.
    ///
    /// - Parameters:
    ///   - pem: what it is.
    ///   - bytes: what is kept.
    ///   - newline: what ends a line: a text of JSON has its own.
    /// - Throws: `too_large`.
    mutating func pem(
        _ pem: PEMLines, _ bytes: UnsafeRawBufferPointer, newline: String
    ) throws(VaultError) {
        let newline = Array(newline.utf8)
        try raw(Array(PEMLines.first(pem.label).utf8) + newline)
        // One line at a time leaves the locked memory, and is wiped.
        var line = [UInt8](repeating: 0, count: PEMLines.width / 3 * 4)
        defer { line.wipe() }
        for start in stride(from: 0, to: bytes.count, by: PEMLines.width) {
            let end = min(start + PEMLines.width, bytes.count)
            let written = unsafe Base64.write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: &line)
            let isWritten = unsafe line.withUnsafeBytes { line in
                Result { () throws(VaultError) in
                    _ = unsafe try raw(UnsafeRawBufferPointer(rebasing: line[..<written]))
                }
            }
            try isWritten.get()
            try raw(newline)
        }
        try raw(Array(PEMLines.last(pem.label).utf8) + newline)
    }
}
