import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// Breaks the glass: opens what was asked for and approved, once.
    ///
    /// The row of it notes `break_glass.opened`, who asked and who approved, and until when what was seen is to be changed.
    ///
    /// - Parameters:
    ///   - request: its number.
    ///   - record: the record that it is for.
    ///   - session: who asked, in person.
    /// - Returns: the record with the fields that were asked for.
    /// - Throws: `not_found` for a request that is not there, over, used up, somebody else's, or of another record;
    ///   `approval_missing` before it was approved; the denial's code, or a failure.
    public func breakGlass(
        _ request: ProposalID, of record: RecordID, as session: Session
    ) async throws(VaultError) -> SubjectView {
        try checkAlive()
        let own = try await mayAct(session, .read)
        do {
            return try await turn.take {
                guard let glass = glass.first(where: { $0.id == request }), glass.asker == own.actor else {
                    throw try await refused(VaultError(.notFound), .read, session)
                }
                guard let approver = glass.approver else {
                    throw try await refused(VaultError(.approvalMissing), .read, session, glass)
                }
                let approved = Session(
                    role: glass.role, purpose: glass.purpose, caseID: glass.caseID, reason: glass.reason,
                    actor: own.actor, service: nil, origin: session.origin, isSaid: true, approver: approver)
                return try await open(glass, record, approved)
            }
        } catch { throw vaultError(error) }
    }

    private func open(
        _ glass: BrokenGlass, _ id: RecordID, _ session: Session
    ) async throws(VaultError) -> SubjectView {
        let (subject, row, loaded) = try await present(id, session, .read)
        guard let keys = loaded.open[subject]?.keys, keys.reference == glass.subject,
            keys.reference(of: id) == glass.record
        else { throw try await refused(VaultError(.notFound), .read, session, glass) }
        let asks = glass.fields.map { Ask(subject: subject, record: id, path: $0, form: .clear) }
        var base = entry(session, RequestID.random(from: random), .read)
        base.proposal = glass.id
        try await opened.enter()
        defer { opened.leave() }
        var held = decide(request(session, base.request, .read, asks), loaded)
        let denials = held.decision.denials
        guard denials.isEmpty, let grant = held.decision.takeGrant() else {
            _ = try await record(rows([], denials, asks, base, loaded))
            let first = denials.first
            throw VaultError(first?.code ?? .notFound, field: first.flatMap { asks[$0.ask].path })
        }
        let unseen = try self.open(grant, loaded, labels: nil)
        base.noted = BrokenGlass.Word.opened.rawValue
        base.due = now().adding(seconds: Limits.rotationSeconds)
        let receipt = try await record(rows(unseen.outcomes, [], asks, base, loaded))
        try checkPresent(loaded)
        withExtendedLifetime(held.hold) {}
        let answers = unseen.reveal(for: receipt)
        let fields = answers.map { (glass.fields[$0.ask].field, $0.result) }
        return SubjectView(
            subject: subject,
            records: [
                RecordView(
                    record: id, parent: row.parent, className: glass.fields[0].className,
                    revision: row.revision, fields: Dictionary(uniqueKeysWithValues: fields))
            ])
    }
}
