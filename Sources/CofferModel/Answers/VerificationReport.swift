/// What a check of the whole vault found, in words for both doors.
public struct VerificationReport: Hashable, Sendable {
    /// Rows of the ledger checked.
    public let ledgerRows: Int
    /// Records checked.
    public let records: Int
    /// Subjects checked.
    public let subjects: Int
    /// What was found, a line each, at most ``Limits/findings``; ids and names of classes, never a value.
    public let findings: [String]
    /// How many more were found.
    public let more: Int

    /// Whether all is what the ledger says.
    public var isClean: Bool { findings.isEmpty && more == 0 }

    /// Takes all parts.
    ///
    /// - Parameters:
    ///   - ledgerRows: rows of the ledger checked.
    ///   - records: records checked.
    ///   - subjects: subjects checked.
    ///   - findings: what was found, a line each.
    ///   - more: how many more were found.
    public init(ledgerRows: Int, records: Int, subjects: Int, findings: [String], more: Int) {
        self.ledgerRows = ledgerRows
        self.records = records
        self.subjects = subjects
        self.findings = findings
        self.more = more
    }
}

extension VerificationReport {
    /// The report for programs.
    public var json: JSON {
        var members: [String: JSON] = [
            "clean": .bool(isClean), "ledger_rows": .integer(Int64(ledgerRows)),
            "records": .integer(Int64(records)), "subjects": .integer(Int64(subjects)),
            "findings": .array(findings.map { .string($0) }),
        ]
        if more > 0 { members["more"] = .integer(Int64(more)) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: a report.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let clean = try members.take("clean") { $0.bool }
        ledgerRows = try members.take("ledger_rows") { $0.integer.flatMap { Int(exactly: $0) } }
        records = try members.take("records") { $0.integer.flatMap { Int(exactly: $0) } }
        subjects = try members.take("subjects") { $0.integer.flatMap { Int(exactly: $0) } }
        findings = try members.texts("findings") { $0 }
        more = try members.takeIfPresent("more") { $0.integer.flatMap { Int(exactly: $0) } } ?? 0
        try members.end()
        guard clean == isClean else { throw .init(member: "clean") }
    }
}
