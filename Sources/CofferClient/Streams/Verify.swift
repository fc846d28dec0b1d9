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
        var call = Call.post("/v1/verify")
        call.headers = try headers(key: nil)
        return try await connections.stream(call) { _ in
            .whole
        } read: { (incoming) async throws(Stopped) in
            var lines = Lines(incoming)
            var report: VerificationReport?
            while let json = try await Stopped.line(&lines) {
                guard report == nil else { throw .broken(.malformed) }
                if json["clean"] != nil {
                    report = try Stopped.reading(json, VerificationReport.init(json:))
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
            guard let report else { throw .broken(.closed) }
            return report
        }
    }
}
