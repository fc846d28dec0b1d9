import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// The changes of the staff directory that wait for a second administrator.
    ///
    /// - Parameter session: an administrator's.
    /// - Returns: the proposals that somebody may still approve, oldest first.
    /// - Throws: the denial's code, or a failure.
    public func proposals(as session: Session) async throws(VaultError) -> [StaffProposal] {
        try await permit(.staff, session)
        _ = try await record([entry(session, RequestID.random(from: random), .staff)])
        return waiting(under: keyring.file.staff).map { shown($0) }
    }

    /// Approves another administrator's proposal: it is carried out at once, against the directory as it is now.
    ///
    /// One ledger row names both, whom it concerns, and the roles he has from then on.
    ///
    /// - Parameters:
    ///   - proposal: its number.
    ///   - session: an administrator's, in person; not the proposer's, and not of the one it favours if there is a
    ///     third administrator.
    /// - Returns: the line of whom it concerns.
    /// - Throws: `not_found` for a proposal that is not there or ended, `approval_missing` for who may not approve
    ///   it, `conflict` when the directory changed so that it no longer fits, the denial's code, or a failure.
    @discardableResult
    public func approve(_ proposal: ProposalID, as session: Session) async throws(VaultError) -> StaffLine {
        try await inPerson(session, .approve)
        do {
            return try await turn.take {
                try await permit(.staff, session)
                let found = try await find(proposal, .approve, session)
                let act = PublishedAct(.approve, found)
                if let objection = objection(to: found, approvedBy: session) {
                    throw try await refused(objection, act, session)
                }
                return try await carryOut(found.change, act, session)
            }
        } catch { throw vaultError(error) }
    }

    /// Takes back a proposal.
    ///
    /// - Parameters:
    ///   - proposal: its number.
    ///   - session: the proposer's, in person.
    /// - Returns: what was proposed.
    /// - Throws: `not_found` for a proposal that is not there or ended, `role_denied` for somebody else's, or a
    ///   failure.
    @discardableResult
    public func withdraw(_ proposal: ProposalID, as session: Session) async throws(VaultError)
        -> StaffProposal
    {
        try await inPerson(session, .withdraw)
        do {
            return try await turn.take {
                guard let own = staff(session.actor), own.active else {
                    throw try await refused(VaultError(.actorUnknown), PublishedAct(.withdraw), session)
                }
                let found = try await find(proposal, .withdraw, session)
                guard found.proposer == own.actor else {
                    throw try await refused(
                        VaultError(.roleDenied, "who proposed it takes it back"),
                        PublishedAct(.withdraw, found), session)
                }
                let shown = shown(found)
                var edition = KeyringChange()
                edition.proposals = waiting(under: keyring.file.staff).filter { $0.id != proposal }
                try await publish(edition, session, for: PublishedAct(.withdraw, found))
                return shown
            }
        } catch { throw vaultError(error) }
    }

    /// Puts a change down for another administrator; must be called inside a turn.
    ///
    /// - Returns: the proposal; the one that waits already when the same person wants the same again.
    func propose(
        _ wanted: ProposalEntry.Change, _ session: Session
    ) async throws(VaultError) -> StaffProposal {
        guard let proposer = session.actor else { throw VaultError(.actorUnknown) }
        var staff = keyring.file.staff
        var act = PublishedAct(.propose, wanted)
        // What could not be done today is not proposed for tomorrow.
        do throws(VaultError) { _ = try apply(wanted, to: &staff) } catch {
            throw try await refused(error, act, session)
        }
        var waiting = waiting(under: keyring.file.staff)
        if let same = waiting.first(where: { $0.change == wanted && $0.proposer == proposer }) {
            act.proposal = same.id
            _ = try await record([act.row(entry(session, RequestID.random(from: random), .propose))])
            return shown(same)
        }
        // Of the keys somebody made, only the last counts.
        if wanted.word == .loginKey {
            waiting.removeAll { $0.proposer == proposer && $0.change.word == .loginKey }
        }
        guard waiting.count < Limits.proposals,
            waiting.filter({ $0.proposer == proposer }).count < Limits.proposalsEach
        else {
            throw try await refused(
                VaultError(.throttled, "too many proposals wait already"), act, session)
        }
        let now = now()
        let proposal = ProposalEntry(
            id: .timeOrdered(at: now, from: random), change: wanted, proposer: proposer, proposed: now)
        act.proposal = proposal.id
        var edition = KeyringChange()
        edition.proposals = waiting + [proposal]
        try await publish(edition, session, for: act)
        return shown(proposal)
    }

    /// The proposals that can still be approved: not ended, and of somebody who may still propose.
    func waiting(under staff: [StaffEntry]) -> [ProposalEntry] {
        let now = now()
        return keyring.file.proposals.filter { proposal in
            guard proposal.ends > now,
                let proposer = staff.first(where: { $0.actor == proposal.proposer }), proposer.active
            else { return false }
            // Anybody asks for a new login key of his own.
            return proposer.roles.contains(.admin) || proposal.change.word == .loginKey
        }
    }

    private func find(
        _ proposal: ProposalID, _ action: Action, _ session: Session
    ) async throws(VaultError) -> ProposalEntry {
        let found = waiting(under: keyring.file.staff).first { $0.id == proposal }
        // The number of a proposal that is not there may be anything, so it is not written down.
        guard let found else {
            throw try await refused(
                VaultError(.notFound, "there is no such proposal, or it has ended"), PublishedAct(action),
                session)
        }
        return found
    }

    private func shown(_ proposal: ProposalEntry) -> StaffProposal {
        let directory = keyring.file.staff
        let person = directory.first { $0.actor == proposal.change.person }
        let named = directory.first { $0.actor == proposal.proposer }
        var (name, uid, kind) = (person?.name ?? "", person?.uid, person?.kind ?? .person)
        var roles = person?.roles.sorted() ?? []
        if case .roles(let entering) = proposal.change {
            (name, uid, kind) = (person?.name ?? entering.name, entering.uid, entering.kind)
            roles = entering.roles.sorted()
        }
        return StaffProposal(
            id: proposal.id, change: proposal.change.word, actor: person?.actor, name: name, uid: uid,
            kind: kind, roles: roles, proposer: proposal.proposer, proposerName: named?.name ?? "",
            proposed: proposal.proposed, ends: proposal.ends)
    }
}
