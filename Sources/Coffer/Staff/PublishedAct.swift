import CofferCharter
import CofferLedger
import CofferModel

/// What a change of the keyring is for, as the ledger says it.
struct PublishedAct: Sendable {
    /// What was asked.
    let action: Action
    /// What it does to the staff directory.
    var staff: StaffChange?
    /// Whom it concerns.
    var person: ActorID?
    /// The roles that he, or a process, has from now on, or would have been given.
    var roles: [RoleName] = []
    /// The proposal that it makes, carries out or takes back.
    var proposal: ProposalID?
    /// Who proposed what another approves.
    var proposer: ActorID?

    init(_ action: Action) { self.action = action }

    init(_ action: Action, _ wanted: ProposalEntry.Change) {
        self.init(action)
        (staff, person, roles) = (wanted.word, wanted.person, wanted.roles)
    }

    init(_ action: Action, _ found: ProposalEntry) {
        self.init(action, found.change)
        (proposal, proposer) = (found.id, found.proposer)
    }

    func row(_ base: LedgerEntry) -> LedgerEntry {
        var row = base
        (row.staff, row.person, row.roles) = (staff, person, roles)
        (row.proposal, row.proposer) = (proposal, proposer)
        return row
    }
}
