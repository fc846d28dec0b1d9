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

    /// Destroys the keys of all data whose time has been over for a day; may take minutes.
    ///
    /// - Parameters:
    ///   - afterGap: whether an administrator says that the clock is right, although the ledger was silent for a week.
    ///   - progress: told now and then how many records were looked at.
    /// - Returns: what was done.
    /// - Throws: `conflict` with `sweep.gap` after such a silence, the denial's code, or a failure, after which asking
    ///   again goes on.
    public func sweep(
        afterGap: Bool, progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> Swept {
        let path = afterGap ? "/v1/sweep?after_gap=true" : "/v1/sweep"
        return try await work(path, endsWith: "keys_destroyed", Swept.init(json:), progress)
    }

    /// Says what a sweep would take now, and takes nothing; may take minutes.
    ///
    /// - Parameter progress: told now and then how many records were looked at.
    /// - Returns: what it would take.
    /// - Throws: the denial's code, or a failure.
    public func rehearseSweep(
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> SweepRehearsal {
        try await work("/v1/sweep?dry_run=true", endsWith: "codes", SweepRehearsal.init(json:), progress)
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
