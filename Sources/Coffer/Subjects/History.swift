import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Who saw and did what with one subject's data.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - session: who asks; the charter says who may.
    /// - Returns: the rows of all logs about him, oldest first.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func history(of subject: SubjectID, as session: Session) async throws(VaultError) -> [HistoryLine]
    {
        try checkAlive()
        // Who may not ask at all learns nothing about who is here.
        try await permit(.history, session)
        let loaded = try await load([subject])
        guard let reference = loaded.open[subject]?.keys.reference else {
            _ = try await present(subject, session, .history)
            throw VaultError(.notFound)
        }
        try await permit(.history, session, subject: subject, loaded)
        var row = entry(session, RequestID.random(from: random), .history)
        row.subject = reference
        let receipt = try await record([row])
        var lines: [HistoryLine] = []
        for log in keyring.file.manifest.ledgers.keys.sorted() {
            try eachRow(of: log, through: log == self.log ? receipt.sequences.upperBound - 1 : nil) { row in
                if row.entry.subject == reference { lines.append(line(row, log)) }
            }
        }
        return lines.sorted { ($0.time, $0.log, $0.sequence) < ($1.time, $1.log, $1.sequence) }
    }

    /// Reads a log's rows up to the last committed one, or to a given one.
    func eachRow(
        of log: UInt16, through last: UInt64?, _ body: (LedgerRow) throws(VaultError) -> Void
    ) throws(VaultError) {
        let directory = LogDirectory(vault: paths.directory, name: LogName(vault: id, log: log))
        guard directory.exists else { return }
        do {
            let size = last ?? size(of: log, directory)
            var reader = try LedgerReader(directory, through: size)
            while let row = try reader.next() { try body(row) }
        } catch { throw vaultError(error) }
    }

    private func size(of log: UInt16, _ directory: LogDirectory) -> UInt64 {
        guard log != self.log else { return ledger.head.size }
        guard let bytes = keyring.file.manifest.ledgers[log], let key = PublicKey(bytes: bytes) else {
            return 0
        }
        let name = LogName(vault: id, log: log)
        return LedgerVerifier.verify(directory, key: LogKey(name: name, key: key), anchor: nil).size
    }

    func line(_ row: LedgerRow, _ log: UInt16) -> HistoryLine {
        let entry = row.entry
        var fields: [String: [FieldPath]] = [:]
        for cell in entry.cells {
            for (form, paths) in cell.granted { fields[form.rawValue, default: []] += paths }
            for (code, paths) in cell.denied { fields[code.rawValue, default: []] += paths }
            if !cell.written.isEmpty { fields["written", default: []] += cell.written }
        }
        return HistoryLine(
            log: log, sequence: row.sequence, time: row.time,
            actor: staff(entry.actor)?.name ?? entry.actor?.description ?? "-", role: entry.role,
            action: entry.action, purpose: entry.purpose, caseID: entry.caseID,
            fields: fields.mapValues { Set($0).sorted() }, code: entry.code, state: entry.state?.rawValue)
    }
}
