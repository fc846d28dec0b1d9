import CofferModel

/// A refusal as the service writes it (RFC 9457), with the vault's own members.
enum Problem {
    static let mediaType = "application/problem+json"
    private static let reasonBytes = 512

    /// Reads a refusal.
    ///
    /// - Parameter reply: a whole answer that is none of success.
    /// - Returns: the vault's refusal.
    /// - Throws: `malformed` for what a vault's service does not write.
    static func error(of reply: Reply) throws(Broken) -> VaultError {
        guard reply.isProblem, let json = try? JSON(reading: reply.body) else { throw .malformed }
        let known = ["code", "field", "rule", "reason"]
        let members = (json.object ?? [:]).filter { known.contains($0.key) }
        guard let error = try? VaultError(json: .object(members)), isSayable(error.reason ?? "") else {
            throw .malformed
        }
        return error
    }

    /// Words for a person, who may read them on a terminal.
    private static func isSayable(_ text: String) -> Bool {
        text.utf8.count <= reasonBytes
            && text.unicodeScalars.allSatisfy {
                ![.control, .format].contains($0.properties.generalCategory)
            }
    }
}
