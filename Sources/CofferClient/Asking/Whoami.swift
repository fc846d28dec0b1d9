public import CofferModel

/// What the vault knows of the user who asks.
public struct Whoami: Hashable, Sendable {
    /// His line in the staff directory.
    public let staff: StaffLine
    /// His roles, for what each may ask, and how much of its budget is left.
    public let roles: [RoleLine]
}

extension CofferClient {
    /// Who the user of this process is to the vault; needs neither role nor purpose.
    ///
    /// - Returns: his line and his roles.
    /// - Throws: `actor_unknown` for a user who is not entered, or a failure.
    public func whoami() async throws(VaultError) -> Whoami {
        try await connections.ask(Call.get("/v1/whoami")) { (json) throws(Members.Unexpected) in
            var line = json.object ?? [:]
            var may = try Members(["may": line.removeValue(forKey: "may") ?? .null])
            return Whoami(
                staff: try StaffLine(json: .object(line)), roles: try may.list("may", RoleLine.init(json:)))
        }
    }
}
