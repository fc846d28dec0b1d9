import CofferCrypto
import CofferLedger
import CofferModel
import CofferStore

/// What the ledger says each row should be, and which rows were seen.
struct VerifyCheck: Sendable {
    /// How the ledger names a stored row.
    enum Row: Hashable {
        /// A record, or one of the company's own references.
        case named(Reference)
        case facts(Reference)
        /// Nothing, which no row stands for.
        case nothing

        init(_ change: LedgerChange, of subject: Reference?) {
            self = change.record.map { .named($0) } ?? subject.map { .facts($0) } ?? .nothing
        }
    }

    private struct Vouched {
        var revision: UInt64
        var hash: Digest?
        var log: UInt16
        var sequence: UInt64
        var subject: Reference?
        var seen = false
    }

    private var findings: [Verification.Finding] = []
    /// The rows that each finding is about; nil when it cannot be said.
    private var about: [Verification.Finding: Row?] = [:]
    private var rows: UInt64 = 0
    var records = 0
    var subjects = 0
    /// The company's own references, and where each was announced.
    private(set) var references: [Reference: (log: UInt16, sequence: UInt64)] = [:]
    private var vouched: [Row: Vouched] = [:]
    private var undo: [UInt16: [UInt64: [(Row, Vouched?)]]] = [:]

    mutating func learn(_ row: LedgerRow, _ log: UInt16) {
        rows += 1
        switch row.entry.state {
        case .intent:
            var before: [(Row, Vouched?)] = []
            for change in row.entry.changes {
                if change.revision == 0, let token = change.record {
                    references[token] = (log, row.sequence)
                    continue
                }
                let name = Row(change, of: row.entry.subject)
                guard name != .nothing, change.revision >= vouched[name]?.revision ?? 0 else { continue }
                before.append((name, vouched[name]))
                vouched[name] = Vouched(
                    revision: change.revision, hash: change.hash, log: log, sequence: row.sequence,
                    subject: row.entry.subject)
            }
            undo[log, default: [:]][row.sequence] = before
            if let kept = undo[log], kept.count > 65_536 {
                undo[log] = kept.filter { $0.key + 4096 > row.sequence }
            }
        case .aborted:
            guard let intent = row.entry.closes else { return }
            for (name, before) in undo[log]?[intent] ?? [] { vouched[name] = before }
            references = references.filter { $0.value != (log, intent) }
        case .done, nil: break
        }
    }

    mutating func see(
        _ row: Row, _ revision: UInt64, _ hash: Digest, _ intent: IntentPosition
    ) -> Verification.Finding.Fault? {
        guard let known = vouched[row] else { return .unannounced }
        vouched[row]?.seen = true
        guard let expected = known.hash else { return .broughtBack }
        if revision < known.revision { return .rolledBack }
        let announced = IntentPosition(log: known.log, sequence: known.sequence)
        return hash == expected && revision == known.revision && intent == announced ? nil : .changed
    }

    /// Facts that end stand for all of their subject's records.
    private func isEnded(_ subject: Reference?) -> Bool {
        subject.flatMap { vouched[.facts($0)] }.map { $0.hash == nil } ?? false
    }

    /// Notes what is wrong, once.
    mutating func find(_ finding: Verification.Finding, in row: Row?) {
        if let other = about[finding] {
            // Of several rows, any may be the one that is wrong.
            if other != row { about[finding] = .some(nil) }
        } else {
            about[finding] = .some(row)
            findings.append(finding)
        }
    }

    /// Notes what the ledger vouches for and nobody saw.
    mutating func findMissing() {
        let missing = vouched.filter { !$0.value.seen && $0.value.hash != nil && !isEnded($0.value.subject) }
        for (row, one) in missing.sorted(by: {
            ($0.value.log, $0.value.sequence) < ($1.value.log, $1.value.sequence)
        }) {
            find(.missing(log: one.log, sequence: one.sequence, .removed), in: row)
        }
    }

    /// Whether nothing is wrong but with rows that were written meanwhile.
    func isClean(but written: Set<Row>) -> Bool {
        about.values.allSatisfy { $0.map { written.contains($0) } ?? false }
    }

    /// What was found; nothing, where only rows that were written meanwhile differ.
    func verification(but written: Set<Row>? = nil) -> Verification {
        Verification(
            findings: written == nil ? findings : [], ledgerRows: rows, records: records, subjects: subjects)
    }
}
