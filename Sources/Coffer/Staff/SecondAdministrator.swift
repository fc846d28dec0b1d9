import CofferCharter
import CofferFields
import CofferLedger
import CofferModel

extension Vault {
    /// The people who may administer now.
    var administrators: [StaffEntry] {
        keyring.file.staff.map { inForce($0) }.filter(\.administers)
    }

    /// Whether a change waits for another administrator; false where it takes one only, or one is named who may.
    ///
    /// - Throws: `approval_missing` for an approver who may not.
    func takesAnother(
        _ wanted: ProposalEntry.Change, _ session: Session
    ) async throws(VaultError) -> Bool {
        guard takesTwo(wanted, by: session.actor) else { return false }
        return try await takesAnother(PublishedAct(.staff, wanted), session)
    }

    /// Whether what takes two administrators waits for the other; false where there is none, or one is named who may.
    ///
    /// - Throws: `approval_missing` for an approver who may not.
    func takesAnother(_ act: PublishedAct, _ session: Session) async throws(VaultError) -> Bool {
        let others = administrators.filter { $0.actor != session.actor }
        guard !others.isEmpty else { return false }
        guard let named = session.approver else { return true }
        guard others.contains(where: { $0.actor == named }) else {
            throw try await refused(
                VaultError(.approvalMissing, "with two administrators, this takes both"), act, session)
        }
        return false
    }

    private func takesTwo(_ wanted: ProposalEntry.Change, by actor: ActorID?) -> Bool {
        switch wanted {
        case .roles, .enable, .loginKey: true
        case .disable(let person): person != actor && administrators.contains { $0.actor == person }
        }
    }

    /// Refuses what takes both administrators when the second is not named.
    ///
    /// - Throws: `approval_missing`.
    func checkSecondAdmin(_ session: Session) async throws(VaultError) {
        let others = administrators.filter { $0.actor != session.actor }
        guard others.isEmpty || others.contains(where: { $0.actor == session.approver }) else {
            throw try await refused(
                VaultError(.approvalMissing, "with two administrators, this takes both"),
                PublishedAct(.staff), session)
        }
    }

    /// Why a session may not approve a proposal; nil when it may.
    ///
    /// An approver is another administrator than the proposer. Where there is a third, he is not the one it favours
    /// either: with two, the other one's consent is all there is.
    func objection(to proposal: ProposalEntry, approvedBy session: Session) -> VaultError? {
        let administrators = administrators
        guard administrators.contains(where: { $0.actor == session.actor }) else {
            return VaultError(.roleDenied)
        }
        guard session.actor != proposal.proposer else {
            return VaultError(.approvalMissing, "another administrator approves what you proposed")
        }
        guard proposal.change.favours == session.actor else { return nil }
        let hasThird = administrators.contains {
            $0.actor != session.actor && $0.actor != proposal.proposer
        }
        return hasThird
            ? VaultError(.approvalMissing, "it favours you, and there is a third administrator") : nil
    }
}

extension StaffEntry {
    /// Whether this is an active administrator who has acknowledged once.
    ///
    /// One who never did can approve nothing: whoever counted on him would wait for ever.
    var administers: Bool {
        active && kind == .person && roles.contains(.admin) && acknowledged != nil
    }
}

extension ProposalEntry.Change {
    /// Who gains by it, if he is entered.
    fileprivate var favours: ActorID? {
        if case .disable = self { nil } else { person }
    }
}
