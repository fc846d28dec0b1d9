import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// Asks to see, once, fields of a record that the charter opens only with a second person's approval.
    ///
    /// All else that the charter wants is there already: role and purpose, case and reason, a fresh second factor. The
    /// request waits for 15 minutes; the ledger alone remembers it.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - fields: 1...16 of its fields.
    ///   - session: who asks, in person.
    /// - Returns: the request; nothing is opened.
    /// - Throws: `usage` with `glass.not_needed` where the charter wants no approval, `bad_value` with `glass.fields`,
    ///   `approval_missing` when there is nobody else who could approve, `throttled`, `not_found`, the denial's code, or
    ///   a failure.
    public func askToBreakGlass(
        _ record: RecordID, _ fields: [FieldPath], as session: Session
    ) async throws(VaultError) -> GlassRequest {
        try checkAlive()
        _ = try await mayAct(session, .propose)
        do {
            return try await turn.take { try await ask(record, Set(fields).sorted(), session) }
        } catch { throw vaultError(error) }
    }

    private func ask(
        _ id: RecordID, _ paths: [FieldPath], _ session: Session
    ) async throws(VaultError) -> GlassRequest {
        guard 1...Limits.glassFields ~= paths.count, Set(paths.map(\.className)).count == 1 else {
            throw try await refused(VaultError(.badValue, rule: "glass.fields"), .propose, session)
        }
        var alone = session
        alone.approver = nil
        // As if somebody had approved: what would be refused then is refused now.
        var approved = session
        approved.approver =
            keyring.file.staff.lazy.map { [self] in inForce($0) }
            .first { [charter] in charter.mayApprove($0, for: session.actor) }?.actor
        try await refuse(
            refusal(approved, .read, paths.map { ($0, .clear) }), session, .propose, paths)
        let (subject, row, loaded) = try await present(id, session, .propose)
        guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
        guard Set(try stored(row)).isSuperset(of: paths) else {
            throw try await refused(VaultError(.notFound), .propose, session)
        }
        let asks = paths.map { Ask(subject: subject, record: id, path: $0, form: .clear) }
        let number = RequestID.random(from: random)
        let denials = decided(asks, approved, number, loaded)
        if let first = denials.first {
            _ = try await self.record(
                rows([], denials, asks, entry(session, number, .propose), loaded))
            throw VaultError(first.code, field: asks[first.ask].path)
        }
        guard decided(asks, alone, number, loaded).contains(where: { $0.code == .approvalMissing }) else {
            throw try await refused(VaultError(.usage, rule: "glass.not_needed"), .propose, session)
        }
        let waiting = glass
        guard waiting.count < Limits.proposals,
            waiting.count(where: { $0.asker == session.actor }) < Limits.proposalsEach
        else { throw try await refused(VaultError(.throttled), .propose, session) }
        let proposal = ProposalID.timeOrdered(at: now(), from: random)
        var noted = entry(alone, number, .propose)
        noted.subject = open.keys.reference
        noted.cells = [
            LedgerCell(
                record: open.keys.reference(of: id), granted: [:], denied: [.approvalMissing: paths])
        ]
        noted.noted = BrokenGlass.Word.asked.rawValue
        noted.proposal = proposal
        _ = try await self.record([noted])
        guard let glass = glass.first(where: { $0.id == proposal }) else { throw VaultError(.usage) }
        return shown(glass)
    }

    private func decided(
        _ asks: [Ask], _ session: Session, _ id: RequestID, _ loaded: Loaded
    ) -> [Denial] {
        charter.decide(request(session, id, .read, asks), facts(session, loaded)).denials
    }

    /// What waits for an approval or was approved and not opened yet: an approver's own business and the asker's.
    ///
    /// - Parameter session: who looks, in person.
    /// - Returns: all requests for who may approve in this role, else his own.
    /// - Throws: `actor_unknown`, `no_ack`, or a failure.
    public func glassRequests(as session: Session) async throws(VaultError) -> [GlassRequest] {
        try checkAlive()
        let own = try await mayAct(session, .approve)
        let isApprover = own.roles.contains(session.role) && charter.approvers.contains(session.role)
        return glass.filter { isApprover || $0.asker == own.actor }.map { shown($0) }
    }
}
