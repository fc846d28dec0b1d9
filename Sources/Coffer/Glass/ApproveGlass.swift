import CofferCharter
import CofferLedger
public import CofferModel

extension Vault {
    /// Approves that somebody else breaks the glass: from then on he has 15 minutes to do so, once.
    ///
    /// - Parameters:
    ///   - request: its number.
    ///   - session: another person's, in a role whose approval counts.
    /// - Returns: the request.
    /// - Throws: `not_found` for a request that is not there, over, or approved already; `role_denied` in a role whose
    ///   approval does not count; `approval_missing` for who asked himself; the denial's code, or a failure.
    @discardableResult
    public func approveGlass(
        _ request: ProposalID, as session: Session
    ) async throws(VaultError) -> GlassRequest {
        try checkAlive()
        let own = try await mayAct(session, .approve)
        do {
            return try await turn.take {
                guard own.roles.contains(session.role), charter.approvers.contains(session.role) else {
                    throw try await refused(VaultError(.roleDenied), .approve, session)
                }
                guard let glass = glass.first(where: { $0.id == request }), glass.approver == nil else {
                    throw try await refused(VaultError(.notFound), .approve, session)
                }
                guard charter.mayApprove(own, for: glass.asker) else {
                    throw try await refused(
                        VaultError(.approvalMissing, "who asked does not approve"), .approve, session, glass)
                }
                var row = entry(session, RequestID.random(from: random), .approve)
                row.subject = glass.subject
                row.proposal = glass.id
                row.proposer = glass.asker
                row.noted = BrokenGlass.Word.approved.rawValue
                _ = try await record([row])
                return shown(self.glass.first { $0.id == request } ?? glass)
            }
        } catch { throw vaultError(error) }
    }
}
