import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

/// One cell of a charter's table of decisions: who gets what, for what, in which form.
public struct CharterRow: Hashable, Sendable {
    /// The heads of ``columns``.
    public static let heads = ["role", "field", "purpose", "use", "mask", "needs"]
    /// Role, field, purpose, use, mask and needs; a dash where there is nothing.
    public let columns: [String]
}

/// A charter's table of decisions.
public struct CharterTable: Sendable {
    private let table: [Row]

    init(_ charter: Charter) { table = charter.table() }

    /// The cells in a fixed order.
    public var rows: [CharterRow] { table.map { CharterRow(columns: $0.columns) } }
    /// The cells as RFC 4180 CSV.
    public var csv: String { table.csv }
    /// The cells as an HTML table.
    public var html: String { table.html }
}

/// One step of a decision, with the line of the charter that decided.
public struct ExplainedStep: Hashable, Sendable {
    /// `actor`, `purpose`, `gate`, `state`, `basis`, `grant`, `budget` or `form`.
    public let step: String
    /// `file:line`.
    public let place: String
    /// Why it denied; nil when it let the request pass.
    public let code: Code?

    init(_ explanation: Explanation) {
        step = "\(explanation.step)"
        place = explanation.place.description
        code = explanation.code
    }
}

extension CharterChoice {
    /// The charter's table of decisions.
    ///
    /// - Returns: the table.
    /// - Throws: `charter_invalid` when it does not load; ``check()`` says why.
    public func table() throws(VaultError) -> CharterTable { CharterTable(try loaded()) }

    /// How a read would be decided for somebody who holds the role, has acknowledged, and has his budget left.
    ///
    /// - Parameters:
    ///   - path: the field.
    ///   - form: the form wished for.
    ///   - role: as what.
    ///   - purpose: for what.
    ///   - caseID: on which ticket.
    ///   - reason: a code of the charter.
    /// - Returns: each step up to the one that denies.
    /// - Throws: `charter_invalid` when the charter does not load.
    public func explain(
        _ path: FieldPath, form: Form?, role: RoleName, purpose: Purpose, caseID: String?, reason: String?
    ) throws(VaultError) -> [ExplainedStep] {
        let charter = try loaded()
        let now = Timestamp(milliseconds: 0)
        let staff = StaffEntry(
            actor: ActorID(bits: 0), name: "anyone", uid: nil, kind: .person, roles: [role], active: true,
            acknowledged: charter.confidentiality.version, loginKey: nil, added: now, subject: nil)
        let request = Request(
            id: RequestID(bits: 0), vault: VaultID(bits: 0), staff: staff, role: role, purpose: purpose,
            caseID: caseID, reason: reason, approver: nil, sourceAddress: nil, secureChannel: true,
            secondFactorAt: nil, action: .read, notice: nil,
            asks: [Ask(subject: nil, record: nil, path: path, form: form)])
        let facts = Facts(
            subjects: [:], records: [:], budget: BudgetUse(clearValues: 0, subjects: [], probes: 0), now: now)
        return (charter.explain(request, facts).first ?? []).map { ExplainedStep($0) }
    }

    private func loaded() throws(VaultError) -> Charter {
        do { return try load().1 } catch {
            throw (error as? VaultError) ?? VaultError(.charterInvalid, "the charter does not load")
        }
    }
}

extension Vault {
    /// The table of decisions of the charter in force.
    ///
    /// - Parameter session: who asks.
    /// - Returns: the table.
    /// - Throws: the denial's code, or a failure.
    public func charterTable(as session: Session) async throws(VaultError) -> CharterTable {
        try await permit(.charter, session)
        _ = try await record([entry(session, RequestID.random(from: random), .charter)])
        return CharterTable(charter)
    }

    /// How a read of one customer's field would be decided for the session's own actor, under the charter in force.
    ///
    /// - Parameters:
    ///   - path: the field.
    ///   - form: the form wished for.
    ///   - subject: the customer.
    ///   - session: the request to explain.
    ///   - asker: who asks for the explanation: one who may see the charter.
    /// - Returns: each step up to the one that denies.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func explain(
        _ path: FieldPath, form: Form?, of subject: SubjectID, in session: Session, as asker: Session
    ) async throws(VaultError) -> [ExplainedStep] {
        try checkAlive()
        // Who may not ask at all learns nothing about who is here.
        try await permit(.charter, asker)
        let loaded = try await present(subject, asker, .charter)
        try await permit(.charter, asker, subject: subject, loaded)
        var row = entry(asker, RequestID.random(from: random), .charter)
        row.subject = loaded.open[subject]?.keys.reference
        _ = try await record([row])
        let number = charter.classes[path.className]?.number
        let record = loaded.records.filter { $0.value.ofClass == number }.keys.min()
        let ask = Ask(subject: subject, record: record, path: path, form: form)
        let request = request(session, row.request, .read, [ask])
        return (charter.explain(request, facts(session, loaded)).first ?? []).map { ExplainedStep($0) }
    }
}
