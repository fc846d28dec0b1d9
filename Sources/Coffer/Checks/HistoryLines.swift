import CofferCharter
import CofferFields
import CofferLedger
import CofferModel

extension Vault {
    /// Rows as a person reads them, with the names that people have now; his number for who is not entered.
    func lines(_ rows: [(log: UInt16, row: LedgerRow)]) -> [HistoryLine] {
        let names = Dictionary(keyring.file.staff.map { ($0.actor, $0.name) }) { first, _ in first }
        return rows.map { log, row in
            HistoryLine(row, log) { actor in actor.map { names[$0] ?? $0.description } }
        }
    }
}

extension HistoryLine {
    fileprivate init(_ row: LedgerRow, _ log: UInt16, _ name: (ActorID?) -> String?) {
        let entry = row.entry
        var fields: [String: [FieldPath]] = [:]
        for cell in entry.cells {
            for (form, paths) in cell.granted { fields[form.rawValue, default: []] += paths }
            for (code, paths) in cell.denied { fields[code.rawValue, default: []] += paths }
            if !cell.written.isEmpty { fields["written", default: []] += cell.written }
        }
        self.init(
            log: log, sequence: row.sequence, time: row.time, actor: name(entry.actor) ?? "-",
            uid: entry.origin.uid, behalf: name(entry.onBehalfOf), role: entry.role, action: entry.action,
            purpose: entry.purpose,
            caseID: entry.caseID, person: name(entry.person), change: entry.staff,
            roles: entry.roles, noted: entry.noted, due: entry.due,
            count: entry.misses > 0 ? entry.misses : nil,
            proposal: entry.proposal,
            proposer: name(entry.proposer), request: entry.origin.request,
            fields: fields.mapValues { Set($0).sorted() }, code: entry.code, state: entry.state?.rawValue)
    }
}
