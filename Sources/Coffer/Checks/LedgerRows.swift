import CofferCharter
import CofferCrypto
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
    ///   - before: only rows that stand before this one, as ``HistoryPage/more`` named it; nil for the newest.
    ///   - session: who asks.
    /// - Returns: the rows, oldest first, and from where to go on.
    /// - Throws: `bad_value` for more rows and for a place without a row, `not_found` for a customer who is
    ///   not there, the denial's code, or a failure.
    public func ledgerRows(
        last: Int, of subject: SubjectID?, before: LedgerPlace? = nil, as session: Session
    ) async throws(VaultError) -> HistoryPage {
        try checkAlive()
        guard 1...Limits.historyRows ~= last else {
            throw VaultError(.badValue, rule: "ledger.last", "1...10,000 rows at a time")
        }
        // Who may not ask at all learns nothing about who is here.
        try await permit(.ledger, session)
        var loaded = Loaded()
        if let subject { loaded = try await present(subject, session, .ledger) }
        try await permit(.ledger, session, subject: subject, loaded)
        let reference = subject.flatMap { loaded.open[$0]?.keys.reference }
        return try await page(last: last, of: reference, before, .ledger, session)
    }

    /// Who saw and did what with one subject's data: the newest 1,000 rows, or those before a given one.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - before: only rows that stand before this one, as ``HistoryPage/more`` named it; nil for the newest.
    ///   - session: who asks; the charter says who may.
    /// - Returns: the rows of all logs about him, oldest first, and from where to go on.
    /// - Throws: `not_found`, `bad_value` for a place without a row, the denial's code, or a failure.
    public func history(
        of subject: SubjectID, before: LedgerPlace? = nil, as session: Session
    ) async throws(VaultError) -> HistoryPage {
        try checkAlive()
        // Who may not ask at all learns nothing about who is here.
        try await permit(.history, session)
        let loaded = try await load([subject])
        guard let reference = loaded.open[subject]?.keys.reference else {
            _ = try await present(subject, session, .history)
            throw VaultError(.notFound)
        }
        try await permit(.history, session, subject: subject, loaded)
        return try await page(last: Limits.subjectHistoryRows, of: reference, before, .history, session)
    }

    /// Records that somebody looks, and lets him.
    private func page(
        last: Int, of subject: Reference?, _ before: LedgerPlace?, _ action: Action, _ session: Session
    ) async throws(VaultError) -> HistoryPage {
        var row = entry(session, RequestID.random(from: random), action)
        row.subject = subject
        let size = try await record([row]).sequences.upperBound - 1
        return try await reading.run { [self] () throws(VaultError) in
            let scan = LedgerScan(logs: try logs(own: size), before: before, subject: subject, last: last)
            let found = try scan.run()
            return HistoryPage(rows: lines(found.rows), more: found.more)
        }
    }

    /// The logs that the manifest knows and that are there; of this process's own, the first rows.
    private func logs(own size: UInt64) throws(VaultError) -> [LedgerScan.Log] {
        var logs: [LedgerScan.Log] = []
        for (number, bytes) in keyring.file.manifest.ledgers.sorted(by: { $0.key < $1.key }) {
            let name = LogName(vault: id, log: number)
            let directory = LogDirectory(vault: paths.directory, name: name)
            guard let key = PublicKey(bytes: bytes), directory.exists else { continue }
            do throws(LedgerError) {
                // Another process's log was checked whole when this one opened the vault, and stands still since.
                let size =
                    number == log ? size : try directory.signedSize(by: LogKey(name: name, key: key))
                logs.append(.init(number: number, directory: directory, size: size))
            } catch { throw error.asVaultError }
        }
        return logs
    }
}
