public import CofferModel

extension Asker {
    /// Everyone who may ask.
    ///
    /// - Returns: a line a member of staff, oldest first.
    /// - Throws: the denial's code, or a failure.
    public func staffDirectory() async throws(VaultError) -> [StaffLine] {
        try await ask(Call.get("/v1/staff")) { (json) throws(Members.Unexpected) in
            try json.list("staff", StaffLine.init(json:))
        }
    }

    /// Records that the person who asks accepts the confidentiality text in force.
    ///
    /// - Returns: his line.
    /// - Throws: `actor_unknown`, or a failure.
    public func acknowledge() async throws(VaultError) -> StaffLine {
        try await ask(Call.post("/v1/staff/acknowledgement", .json([:])).changing, StaffLine.init(json:))
    }

    /// The confidentiality text in force, in one language.
    ///
    /// - Parameter language: two letters, as `bg`; the company's first language when it has no such text.
    /// - Returns: the text.
    /// - Throws: a failure.
    public func confidentialityText(_ language: String) async throws(VaultError) -> String {
        guard 2...3 ~= language.utf8.count, language.utf8.allSatisfy({ 97...122 ~= $0 }) else {
            throw VaultError(.badValue, rule: "language.unknown")
        }
        return try await ask(Call.get("/v1/staff/confidentiality?language=\(language)")) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                _ = members.optional("version")
                return try members.text("text") { $0 }
            }
        }
    }
}
