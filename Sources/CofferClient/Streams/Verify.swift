public import CofferModel

extension Asker {
    /// Compares data, ledger and keys with each other; may take minutes.
    ///
    /// - Parameter progress: told now and then how many records are done.
    /// - Returns: what was found.
    /// - Throws: `throttled` when the vault is being verified already, the denial's code, or a failure.
    public func verify(
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> VerificationReport {
        try await work("/v1/verify", endsWith: "clean", VerificationReport.init(json:), progress)
    }

    /// Destroys the keys of all data whose time is over; may take minutes.
    ///
    /// - Parameter progress: told now and then how many records were looked at.
    /// - Returns: what was done.
    /// - Throws: the denial's code, or a failure, after which asking again goes on.
    public func sweep(
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> Swept {
        try await work("/v1/sweep", endsWith: "keys_destroyed", Swept.init(json:), progress)
    }

    /// Asks for what goes through the whole vault: lines that say how far it is, and one with the answer.
    private func work<Answer: Sendable>(
        _ path: String, endsWith last: String,
        _ read: @escaping @Sendable (JSON) throws(Members.Unexpected) -> Answer,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> Answer {
        var call = Call.post(path)
        call.headers = try headers(key: nil)
        return try await connections.stream(call) { _ in
            .whole
        } read: { (incoming) async throws(Stopped) in
            var lines = Lines(incoming)
            var answer: Answer?
            while let json = try await Stopped.line(&lines) {
                guard answer == nil else { throw .broken(.malformed) }
                if json[last] != nil {
                    answer = try Stopped.reading(json, read)
                } else if json["code"] != nil {
                    throw .error(try Stopped.reading(json, VaultError.init(json:)))
                } else {
                    progress(
                        try Stopped.reading(json) { (json) throws(Members.Unexpected) in
                            try json.only { (members) throws(Members.Unexpected) in
                                try members.count("records")
                            }
                        })
                }
            }
            guard let answer else { throw .broken(.closed) }
            return answer
        }
    }
}
