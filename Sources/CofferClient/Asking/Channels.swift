public import CofferModel

extension Asker {
    /// A customer's channels, those that come first first, by field and state; never an address.
    ///
    /// - Parameter subject: the customer.
    /// - Returns: the channels.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func channels(of subject: SubjectID) async throws(VaultError) -> [ChannelLine] {
        try await ask(Call.get("/v1/subjects/\(subject)/channels")) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.list("channels", ChannelLine.init(json:))
            }
        }
    }

    /// Verifies the address of a channel by the one-time token that was sent to it, and uses the token up.
    ///
    /// - Parameter token: as it stood in the message.
    /// - Returns: how far the agreement is now.
    /// - Throws: `not_found` for every token that does nothing, the denial's code, or a failure.
    public func verifyChannel(_ token: String) async throws(VaultError) -> ChannelState {
        let call = Call.post("/v1/channels/verify", .json(["token": .string(token)])).changing
        return try await ask(call) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.text("state", ChannelState.init(rawValue:))
            }
        }
    }

    /// Whose agreed channel an address is; the same empty answer for every other address, whatever the reason.
    ///
    /// - Parameter address: an e-mail address or a telephone number.
    /// - Returns: the customers, if there are any; no proof of who wrote.
    /// - Throws: the denial's code, or a failure.
    public func matchChannel(_ address: String) async throws(VaultError) -> ChannelMatch {
        let body: JSON = ["address": .string(address)]
        return try await ask(Call.post("/v1/channels/match", .json(body)), ChannelMatch.init(json:))
    }
}
