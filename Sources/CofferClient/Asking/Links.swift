public import CofferModel

extension Asker {
    /// Tells what the token of a link in a message stands for; it stays good.
    ///
    /// - Parameter token: as it stood in the message.
    /// - Returns: to whom the message was, about what, and until when the token tells it.
    /// - Throws: `not_found` for every token that stands for nothing, the denial's code, or a failure.
    public func link(_ token: String) async throws(VaultError) -> ResolvedLink {
        try await ask(
            Call.post("/v1/links/resolve", .json(["token": .string(token)])), ResolvedLink.init(json:))
    }

    /// Ends advertising of one purpose, by the token of a message that had it; again and again without harm.
    ///
    /// - Parameter token: as it stood in the message.
    /// - Returns: the purpose that ended.
    /// - Throws: `not_found` for every token that does nothing, the denial's code, or a failure.
    public func unsubscribe(_ token: String) async throws(VaultError) -> Purpose {
        let call = Call.post("/v1/links/unsubscribe", .json(["token": .string(token)])).changing
        return try await ask(call) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.text("purpose", Purpose.init(rawValue:))
            }
        }
    }
}
