import CofferCrypto
package import CofferModel

/// Canonical bytes as an answer shows them when its form is `clear`, the same at both doors.
package enum Shown {
    /// The value as JSON: text, a number, a truth value, or the structure that it is.
    ///
    /// Bytes that are not canonical for their type come out as `null`; the vault writes none.
    package static func json(_ canonical: [UInt8], as type: FieldType) -> JSON {
        switch type {
        case .address, .sourceList, .protocolList, .alternativeNames, .wordList, .document:
            structure(canonical)
        case .flag, .count: structure(canonical)
        case .certificate: .string(PEMText.of("CERTIFICATE", canonical))
        case .certificateChain:
            .string(DER.elements(of: canonical).map { PEMText.of("CERTIFICATE", $0) }.joined())
        case .privateKey: PrivateKey.shown(canonical).map { .string($0) } ?? .null
        case .sshPrivateKey: SSHKey.shown(canonical).map { .string($0) } ?? .null
        case .phone: text(canonical).string.map { .string("+" + $0) } ?? .null
        default: text(canonical)
        }
    }

    private static func text(_ bytes: [UInt8]) -> JSON {
        String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .null
    }

    private static func structure(_ bytes: [UInt8]) -> JSON {
        do throws(JSONError) {
            return try JSON(reading: bytes, limit: Limits.valueBytes)
        } catch {
            return .null
        }
    }
}
