import CofferModel

/// The name of an attachment as a parameter of a header.
enum FileNameParameter {
    /// Bytes of one part of a long name.
    private static let partBytes = 16

    /// Lines to set after `Content-Disposition: attachment`: plain for a plain name, else as RFC 2231 §3 and §4.
    static func text(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { $0 < 128 } && name.utf8.count <= 48
        if isPlain { return ";\r\n filename=\"\(name)\"" }
        let parts = name.pieces(upTo: partBytes).map { percent($0) }
        if parts.count == 1 { return ";\r\n filename*=UTF-8''\(parts[0])" }
        return parts.enumerated().map { place, part in
            ";\r\n filename*\(place)*=" + (place == 0 ? "UTF-8''" : "") + part
        }.joined()
    }

    private static func percent(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            97...122 ~= byte || 65...90 ~= byte || 48...57 ~= byte || "-._".utf8.contains(byte)
                ? String(Unicode.Scalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}
