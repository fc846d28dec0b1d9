import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import Synchronization

extension Vault {
    /// The parts of a row that every request of a session has in common.
    func entry(_ session: Session, _ request: RequestID, _ action: Action) -> LedgerEntry {
        var entry = LedgerEntry(request: request, origin: session.origin, action: action)
        entry.actor = session.service ?? session.actor
        entry.onBehalfOf = session.service == nil ? nil : session.actor
        if session.isSaid {
            // A role that the charter does not have may be any text, so it is not written down.
            entry.role = charter.roles[session.role] == nil ? nil : session.role
            entry.purpose = session.purpose
        }
        // A case that does not have the charter's form may be anything, so it is not written down.
        entry.caseID = session.caseID.flatMap { charter.casePattern.accepts($0) ? $0 : nil }
        entry.reason = session.reason.flatMap { charter.reasons.contains($0) ? $0 : nil }
        entry.approver = session.approver
        entry.charter = charter.hash
        entry.manifest = keyring.file.hash
        return entry
    }

    /// One row a subject, a cell a record, for what was granted, opened and denied.
    ///
    /// - Parameters:
    ///   - outcomes: what became of the granted cells.
    ///   - denials: what was denied before.
    ///   - asks: the request's asks.
    ///   - base: the parts in common.
    ///   - loaded: the subjects' keys, which know how the ledger names them.
    /// - Returns: at least one row.
    func rows(
        _ outcomes: [Unseen.Outcome], _ denials: [Denial], _ asks: [Ask], _ base: LedgerEntry,
        _ loaded: Loaded
    ) -> [LedgerEntry] {
        var cells: [SubjectID?: [RecordID?: LedgerCell]] = [:]
        func note(_ ask: Ask, _ change: (inout LedgerCell) -> Void) {
            let keys = ask.subject.flatMap { loaded.open[$0]?.keys }
            let blank = LedgerCell(
                record: ask.record.flatMap { record in
                    ask.subject.flatMap { loaded.open[$0]?.records[record] } == nil
                        ? nil : keys?.reference(of: record)
                }, granted: [:], denied: [:])
            change(&cells[keys?.subject, default: [:]][ask.record, default: blank])
        }
        for outcome in outcomes {
            guard let path = outcome.cell.path, let form = outcome.cell.form else { continue }
            note(asks[outcome.cell.ask]) { cell in
                if let code = outcome.failure {
                    cell.denied[code, default: []].append(path)
                } else {
                    cell.granted[form, default: []].append(path)
                }
            }
        }
        for denial in denials {
            guard let path = asks[denial.ask].path, charter.fields[path] != nil else { continue }
            note(asks[denial.ask]) { $0.denied[denial.code, default: []].append(path) }
        }
        var entries: [LedgerEntry] = []
        for (subject, records) in cells {
            var entry = base
            entry.subject = subject.flatMap { loaded.open[$0]?.keys.reference }
            entry.cells = records.sorted { ($0.key?.bits ?? 0) < ($1.key?.bits ?? 0) }.map { _, cell in
                LedgerCell(
                    record: cell.record, granted: cell.granted.mapValues { Set($0).sorted() },
                    denied: cell.denied.mapValues { Set($0).sorted() })
            }
            if entry.cells.allSatisfy({ $0.granted.isEmpty }) {
                entry.code = entry.cells.flatMap(\.denied.keys).min()
            }
            entries.append(entry)
        }
        guard entries.isEmpty else { return entries }
        var entry = base
        entry.code = denials.first?.code
        return [entry]
    }

    /// Makes rows durable, and learns them.
    func record(_ entries: [LedgerEntry]) async throws(VaultError) -> Receipt {
        let receipt = try await append(entries)
        learn(entries, receipt.sequences, receipt.time)
        return receipt
    }

    /// Makes rows durable.
    func append(_ entries: [LedgerEntry]) async throws(VaultError) -> Receipt {
        try checkAlive()
        do throws(LedgerError) { return try await ledger.append(entries) } catch { throw error.asVaultError }
    }

    func learn(_ entries: [LedgerEntry], _ sequences: Range<UInt64>, _ time: Timestamp) {
        memory.withLock { memory in
            for (entry, sequence) in zip(entries, sequences) {
                memory.learn(entry, sequence: sequence, at: time, log: log, own: true)
            }
        }
    }
}
