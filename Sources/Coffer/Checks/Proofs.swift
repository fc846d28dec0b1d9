import CofferLedger
public import CofferModel

extension Vault {
    /// The newest signed checkpoint of this process's log, for whoever keeps a copy outside.
    ///
    /// - Parameter session: who asks.
    /// - Returns: the signed note (docs/formats/ledger.md).
    /// - Throws: the denial's code, or a failure.
    public func checkpoint(as session: Session) async throws(VaultError) -> String {
        try await permitLedger(session)
        return String(decoding: ledger.note, as: UTF8.self)
    }

    /// Proves that a row stands in this process's log.
    ///
    /// - Parameters:
    ///   - sequence: the row's number, from 1.
    ///   - session: who asks.
    /// - Returns: the row, its path and the checkpoint it belongs to.
    /// - Throws: `not_found` for a number the log does not have, the denial's code, or a failure.
    public func proof(of sequence: UInt64, as session: Session) async throws(VaultError) -> LedgerProof {
        try await permitLedger(session)
        let (head, note) = ledger.signedHead
        guard 1...head.size ~= sequence else { throw VaultError(.notFound) }
        let tree = LogTree(
            LogDirectory(vault: paths.directory, name: LogName(vault: id, log: log)), size: head.size)
        return try await reading.run { [log] () throws(VaultError) in
            do throws(LedgerError) {
                return LedgerProof(
                    log: log, sequence: sequence,
                    row: String(decoding: try tree.row(sequence), as: UTF8.self), size: head.size,
                    path: try tree.inclusion(of: sequence, in: head.size).path,
                    checkpoint: String(decoding: note, as: UTF8.self))
            } catch { throw error.asVaultError }
        }
    }

    private func permitLedger(_ session: Session) async throws(VaultError) {
        try checkAlive()
        try await permit(.ledger, session)
        _ = try await record([entry(session, RequestID.random(from: random), .ledger)])
    }
}
