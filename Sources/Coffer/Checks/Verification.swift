public import CofferModel

/// What a check of the whole vault found.
public struct Verification: Hashable, Sendable {
    /// One thing that is not what the ledger says.
    public enum Finding: Hashable, Sendable, CustomStringConvertible {
        /// A log's files, with the first bad row.
        case ledger(log: UInt16, String)
        /// A record's row, or a subject's facts when there is no record.
        case row(subject: SubjectID, record: RecordID?, className: String?, Fault)
        /// A notice that waits to leave.
        case notice(subject: SubjectID, NoticeID, Fault)
        /// An order that is open.
        case order(subject: SubjectID, Fault)
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
            case .notice(let subject, let notice, let fault):
                "notice \(notice) of subject \(subject): \(fault.rawValue)"
            case .order(let subject, let fault): "an order of subject \(subject): \(fault.rawValue)"
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

extension Verification {
    /// The same in words, for both doors; what is more than ``Limits/findings`` is counted.
    public var report: VerificationReport {
        VerificationReport(
            ledgerRows: Int(clamping: ledgerRows), records: records, subjects: subjects,
            findings: findings.prefix(Limits.findings).map(\.description),
            more: max(0, findings.count - Limits.findings))
    }
}
