public import CofferModel

extension Asker {
    /// The inventory of keys.
    ///
    /// - Returns: a line a key, in a stable order.
    /// - Throws: the denial's code, or a failure.
    public func keyInventory() async throws(VaultError) -> [KeyLine] {
        try await ask(Call.get("/v1/keys")) { (json) throws(Members.Unexpected) in
            try json.list("keys", KeyLine.init(json:))
        }
    }

    /// The newest rows of the ledger, of all its logs.
    ///
    /// - Parameters:
    ///   - last: at most how many, 1...10,000.
    ///   - subject: only rows about this customer; nil for all.
    ///   - before: only rows that stand before this one, as `HistoryPage.more` named it; nil for the newest.
    /// - Returns: the rows, oldest first, and from where to go on.
    /// - Throws: `bad_value`, `not_found`, the denial's code, or a failure.
    public func ledgerRows(
        last: Int, of subject: SubjectID?, before: LedgerPlace? = nil
    ) async throws(VaultError) -> HistoryPage {
        var path = "/v1/ledger/entries?last=\(last)"
        if let subject { path += "&subject=\(subject)" }
        if let before { path += "&before=\(before)" }
        return try await ask(Call.get(path), HistoryPage.init(json:))
    }

    /// The ledger's newest signed checkpoint, as a note that anybody can verify with the log's public key.
    ///
    /// - Returns: the note.
    /// - Throws: the denial's code, or a failure.
    public func checkpoint() async throws(VaultError) -> String {
        var call = Call.get("/v1/ledger/checkpoint")
        call.headers = try headers(key: nil)
        return try await connections.text(call)
    }

    /// The proof that a row stands in the ledger.
    ///
    /// - Parameter sequence: the row's number.
    /// - Returns: the proof, with the checkpoint it leads to.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func proof(of sequence: UInt64) async throws(VaultError) -> LedgerProof {
        try await ask(Call.get("/v1/ledger/proof?sequence=\(sequence)"), LedgerProof.init(json:))
    }

    /// Stops the service from answering and wipes its keys, until it is unlocked.
    ///
    /// - Throws: the denial's code, or a failure.
    public func lock() async throws(VaultError) { try await ask(Call.post("/v1/lock").changing) }
}
