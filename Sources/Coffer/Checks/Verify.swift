import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

/// What a check of the whole vault found.
public struct Verification: Hashable, Sendable {
    /// One thing that is not what the ledger says.
    public enum Finding: Hashable, Sendable, CustomStringConvertible {
        /// A log's files, with the first bad row.
        case ledger(log: UInt16, String)
        /// A record's row, or a subject's facts when there is no record.
        case row(subject: SubjectID, record: RecordID?, className: String?, Fault)
        /// A row that the ledger vouches for and the store lacks.
        case missing(log: UInt16, sequence: UInt64, Fault)
        /// A scope key that does not open where it lies.
        case scope(subject: SubjectID, kind: UInt16)
        /// Index tokens that belong to no record.
        case strayTokens(Int)

        /// What is wrong with a row.
        public enum Fault: String, Hashable, Sendable {
            /// Its bytes are not what was written.
            case changed
            /// It is an earlier revision.
            case rolledBack = "rolled_back"
            /// The ledger knows nothing of it.
            case unannounced
            /// Its keys are destroyed: somebody put an erased row back.
            case broughtBack = "brought_back"
            /// It is not there.
            case removed
        }

        /// One line, with ids and names of classes, never a value.
        public var description: String {
            switch self {
            case .ledger(let log, let what): "ledger \(log): \(what)"
            case .row(let subject, let record, let name, let fault):
                record.map {
                    "record \($0) (\(name ?? "unknown class")) of subject \(subject): \(fault.rawValue)"
                }
                    ?? "facts of subject \(subject): \(fault.rawValue)"
            case .missing(let log, let sequence, let fault):
                "a row that ledger \(log) announced in row \(sequence): \(fault.rawValue)"
            case .scope(let subject, let kind): "scope key \(kind) of subject \(subject): changed or missing"
            case .strayTokens(let count): "\(count) index tokens belong to no record"
            }
        }
    }

    /// Everything found, nothing when all is well.
    public let findings: [Finding]
    /// Rows of the ledger checked.
    public let ledgerRows: UInt64
    /// Records checked.
    public let records: Int
    /// Subjects checked.
    public let subjects: Int

    /// Whether all is what the ledger says.
    public var isClean: Bool { findings.isEmpty }
}

extension Vault {
    /// Compares every stored row with the ledger, the ledger with its signatures and anchor, and every scope key with
    /// the place it lies in.
    ///
    /// - Parameters:
    ///   - session: who asks.
    ///   - progress: told how many records are done.
    /// - Returns: what was found.
    /// - Throws: the denial's code, or a failure to read.
    public func verify(
        as session: Session, progress: @Sendable (Int) -> Void
    ) async throws(VaultError) -> Verification {
        try await permit(.verify, session)
        _ = try await record([entry(session, RequestID.random(from: random), .verify)])
        do {
            return try await turn.take {
                var check = Check()
                for log in keyring.file.manifest.ledgers.keys.sorted() { try verifyLog(log, &check) }
                try await verifyRecords(&check, progress)
                try await verifyFacts(&check)
                try await verifyReferences(&check)
                check.findings += check.unseen()
                let stray = try await data.counts().strayTokens
                if stray > 0 { check.findings.append(.strayTokens(stray)) }
                return Verification(
                    findings: check.findings, ledgerRows: check.rows, records: check.records,
                    subjects: check.subjects)
            }
        } catch { throw vaultError(error) }
    }

    private func verifyLog(_ log: UInt16, _ check: inout Check) throws {
        let name = LogName(vault: id, log: log)
        let directory = LogDirectory(vault: paths.directory, name: name)
        guard let bytes = keyring.file.manifest.ledgers[log], let key = PublicKey(bytes: bytes) else {
            return
        }
        let anchor = Self.anchor(keyring.file.configuration.anchor, name)
        guard directory.exists else {
            do { try Self.checkNeverRan(LogKey(name: name, key: key), anchor) } catch {
                check.findings.append(.ledger(log: log, "it is missing, and its anchor knows it"))
            }
            return
        }
        let report = LedgerVerifier.verify(directory, key: LogKey(name: name, key: key), anchor: anchor)
        check.findings += report.findings.map { .ledger(log: log, $0.words) }
        guard report.isWhole else { return }
        try eachRow(of: log, through: report.size) { row in check.learn(row, log) }
    }

    private func verifyRecords(_ check: inout Check, _ progress: @Sendable (Int) -> Void) async throws {
        var place: RecordPlace?
        while true {
            let page = try await data.page(after: place, limit: 500)
            let keys = try await keys(of: Set(page.map(\.row.subject)), &check)
            for stored in page {
                let name = charter.classes.values.first { $0.number == stored.row.ofClass }?.name
                let fault: Verification.Finding.Fault?
                if let keys = keys[stored.row.subject] {
                    // A token's class is not part of the hash: it is its record's.
                    let whole = stored.tokens.allSatisfy { $0.number.ofClass == stored.row.ofClass }
                    let hash = RowHash.record(stored.row, tokens: stored.tokens)
                    fault =
                        check.see(
                            .record(keys.reference(of: stored.row.record)), stored.row.revision, hash,
                            stored.row.intent)
                        ?? (whole ? nil : .changed)
                    if fault == nil { missingScopes(of: stored.row, keys, &check) }
                } else {
                    fault = .broughtBack
                }
                if let fault {
                    check.findings.append(
                        .row(subject: stored.row.subject, record: stored.row.record, className: name, fault))
                }
            }
            check.records += page.count
            progress(check.records)
            guard let last = page.last, page.count == 500 else { return }
            place = last.row.place
        }
    }

    private func verifyReferences(_ check: inout Check) async throws {
        let announced = check.references.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: announced.count, by: 500) {
            let part = announced[start..<min(start + 500, announced.count)]
            let stored = try await data.references(part.map(\.key.bytes))
            for (token, place) in part where stored[token.bytes] == nil {
                check.damage(.missing(log: place.log, sequence: place.sequence, .removed))
            }
        }
    }

    private func verifyFacts(_ check: inout Check) async throws {
        var subject: SubjectID?
        while true {
            let page = try await data.factsPage(after: subject, limit: 500)
            let keys = try await keys(of: Set(page.map(\.subject)), &check)
            for row in page {
                guard let keys = keys[row.subject] else {
                    check.findings.append(
                        .row(subject: row.subject, record: nil, className: nil, .broughtBack))
                    continue
                }
                let fault = check.see(
                    .facts(keys.reference), row.revision, RowHash.facts(row), row.intent)
                if let fault {
                    check.findings.append(.row(subject: row.subject, record: nil, className: nil, fault))
                }
            }
            check.subjects += page.count
            guard let last = page.last, page.count == 500 else { return }
            subject = last.subject
        }
    }

    /// A value whose row is there and whose scope key is not, though no erasure took both.
    private func missingScopes(of row: RecordRow, _ keys: SubjectKeys, _ check: inout Check) {
        guard let packed = try? PackedRow(reading: row.packed) else { return }
        for cell in packed.cells {
            let number = FieldNumber(ofClass: row.ofClass, field: cell.field)
            guard let rule = charter.field(number), keyring.newest(.scopes(cell.scope)) != nil else {
                continue
            }
            let address = Fields.scope(of: rule, subject: row.subject, record: row.record)
            if !keys.holds(address) { check.damage(.scope(subject: row.subject, kind: cell.scope)) }
        }
    }

    private func keys(of subjects: Set<SubjectID>, _ check: inout Check) async throws -> [SubjectID:
        SubjectKeys]
    {
        let wrapped = try await scopes.scopes(ownedBy: Array(subjects))
        let byOwner = Dictionary(grouping: wrapped) { SubjectID(bits: $0.address.owner) }
        var keys: [SubjectID: SubjectKeys] = [:]
        for subject in subjects {
            do {
                guard let some = try fields.unwrap(subject, byOwner[subject] ?? []) else { continue }
                keys[subject] = some
                for address in some.damaged { check.damage(.scope(subject: subject, kind: address.kind)) }
            } catch FieldsError.integrity {
                check.damage(.scope(subject: subject, kind: 0))
            }
        }
        return keys
    }
}

/// What the ledger says each row should be, and which rows were seen.
private struct Check {
    enum Row: Hashable {
        case record(Reference)
        case facts(Reference)
    }

    struct Vouched {
        var revision: UInt64
        var hash: Digest?
        var log: UInt16
        var sequence: UInt64
        var subject: Reference?
        var seen = false
    }

    var findings: [Verification.Finding] = []
    var rows: UInt64 = 0
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
                guard
                    let name = change.record.map({ Row.record($0) }) ?? row.entry.subject.map({ .facts($0) }),
                    change.revision >= vouched[name]?.revision ?? 0
                else { continue }
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

    mutating func damage(_ finding: Verification.Finding) {
        if !findings.contains(finding) { findings.append(finding) }
    }

    func unseen() -> [Verification.Finding] {
        vouched.values.filter { !$0.seen && $0.hash != nil && !isEnded($0.subject) }
            .sorted { ($0.log, $0.sequence) < ($1.log, $1.sequence) }
            .map { .missing(log: $0.log, sequence: $0.sequence, .removed) }
    }
}
