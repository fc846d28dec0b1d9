package import CofferModel

/// What one ledger row says: who asked what, for what, and what was decided, without any value.
///
/// Number and time are given by the ledger when it is committed; ``LedgerRow`` has them.
package struct LedgerEntry: Hashable, Sendable {
    /// The request that this row belongs to.
    package var request: RequestID
    /// Who asked; nil when the staff directory does not know him.
    package var actor: ActorID?
    /// As what.
    package var role: RoleName?
    /// On whose behalf, when a service account asks for a person.
    package var onBehalfOf: ActorID?
    /// User and process at the other end of the socket, or of this process.
    package var origin: Origin
    /// What was asked.
    package var action: Action
    /// For what.
    package var purpose: Purpose?
    /// On which ticket: matches the charter's pattern, at most ``Limits/caseBytes`` bytes.
    package var caseID: String?
    /// A reason code of the charter: a name, never text.
    package var reason: String?
    /// The subject, under the name that dies with its reference key.
    package var subject: Reference?
    /// What was granted and denied, a cell for each record.
    package var cells: [LedgerCell] = []
    /// Why the whole request was refused, or how it failed.
    package var code: Code?
    /// The second person.
    package var approver: ActorID?
    /// The member of staff whom the row is about.
    package var person: ActorID?
    /// The roles that he, or a process, has from now on; in a proposal, that he would have been given.
    package var roles: [RoleName] = []
    /// What the row does to the staff directory, or proposes to.
    package var staff: StaffChange?
    /// What was noted about the subject: words of closed lists, dots between them.
    package var noted: String?
    /// Until when somebody has to act, for a row that opens an incident.
    package var due: Timestamp?
    /// The proposal that it makes, carries out, takes back or is refused for.
    package var proposal: ProposalID?
    /// Who made that proposal, if another than the actor.
    package var proposer: ActorID?
    /// The charter that decided.
    package var charter: Digest?
    /// The manifest in force.
    package var manifest: Digest?
    /// The keys used, made or destroyed.
    package var keys: [KeyID] = []
    /// Where a write stands; nil for rows that change nothing.
    package var state: EntryState?
    /// The rows of the data store that a write makes, replaces or removes.
    package var changes: [LedgerChange] = []
    /// The idempotency record of a write, 16 bytes.
    package var idempotency: [UInt8]?
    /// The scope keys that an erasure destroys.
    package var destroyed: [ScopeName] = []
    /// The number of the intent that this row closes, in the same log.
    package var closes: UInt64?
    /// Finds without a hit, for the probe budget.
    package var misses = 0

    /// A row with what every row has; the rest is set as needed.
    package init(request: RequestID, origin: Origin, action: Action) {
        self.request = request
        self.origin = origin
        self.action = action
    }
}

/// Where a write stands.
package enum EntryState: String, Hashable, Sendable, CaseIterable {
    /// About to change the stores.
    case intent
    /// Changed nothing, and never will.
    case aborted
    /// Finished.
    case done
}
