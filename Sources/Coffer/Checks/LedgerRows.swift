import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// The newest rows of the ledger, of all its logs.
    ///
    /// - Parameters:
    ///   - last: at most how many, 1...10,000.
    ///   - subject: only rows about this customer; nil for all.
    ///   - session: who asks.
    /// - Returns: the rows, oldest first.
    /// - Throws: `too_large` for more rows, `not_found` for a customer who is not there, the denial's code, or a
    ///   failure.
    public func ledgerRows(
        last: Int, of subject: SubjectID?, as session: Session
    ) async throws(VaultError) -> [HistoryLine] {
        try checkAlive()
        guard 1...10_000 ~= last else { throw VaultError(.tooLarge, "1...10,000 rows at a time") }
        // Who may not ask at all learns nothing about who is here.
        try await permit(.ledger, session)
        var loaded = Loaded()
        if let subject { loaded = try await present(subject, session, .ledger) }
        try await permit(.ledger, session, subject: subject, loaded)
        let reference = subject.flatMap { loaded.open[$0]?.keys.reference }
        var row = entry(session, RequestID.random(from: random), .ledger)
        row.subject = reference
        let receipt = try await record([row])
        var lines: [HistoryLine] = []
        for log in keyring.file.manifest.ledgers.keys.sorted() {
            var own: [HistoryLine] = []
            try eachRow(of: log, through: log == self.log ? receipt.sequences.upperBound - 1 : nil) { row in
                guard reference == nil || row.entry.subject == reference else { return }
                own.append(line(row, log))
                // Cut now and then, so that a long ledger needs no more memory than its answer.
                if own.count >= 2 * last + 1024 { own.removeFirst(own.count - last) }
            }
            lines += own
        }
        return lines.sorted { ($0.time, $0.log, $0.sequence) < ($1.time, $1.log, $1.sequence) }.suffix(last)
    }
}
