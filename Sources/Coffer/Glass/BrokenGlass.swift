import CofferCharter
import CofferLedger
import CofferModel
import Synchronization

/// A request to break the glass, as the ledger has it: nothing else remembers it.
struct BrokenGlass: Hashable, Sendable {
    let id: ProposalID
    let asker: ActorID
    let role: RoleName
    let purpose: Purpose
    let caseID: String?
    let reason: String?
    let subject: Reference
    let record: Reference
    let fields: [FieldPath]
    /// Until when it can be approved, and from then on until when it can be opened.
    var ends: Timestamp
    /// Who approved it.
    var approver: ActorID?

    /// What a row notes that makes such a request, approves it, uses it up.
    enum Word: String {
        case asked = "break_glass.asked"
        case approved = "break_glass.approved"
        case opened = "break_glass.opened"
    }
}

/// The requests that are neither used up nor over.
struct GlassRequests: Sendable {
    private(set) var all: [ProposalID: BrokenGlass] = [:]

    /// Learns one row.
    mutating func learn(_ entry: LedgerEntry, at time: Timestamp) {
        guard let id = entry.proposal, let word = entry.noted.flatMap({ BrokenGlass.Word(rawValue: $0) }),
            entry.code == nil
        else { return }
        let ends = time.adding(seconds: Limits.glassSeconds)
        switch word {
        case .asked:
            all = all.filter { $0.value.ends > time }
            guard let asker = entry.actor, let role = entry.role, let purpose = entry.purpose,
                let subject = entry.subject, let cell = entry.cells.first, let record = cell.record
            else { return }
            all[id] = BrokenGlass(
                id: id, asker: asker, role: role, purpose: purpose, caseID: entry.caseID,
                reason: entry.reason, subject: subject, record: record,
                fields: cell.denied[.approvalMissing] ?? [], ends: ends, approver: nil)
        case .approved:
            all[id]?.approver = entry.actor
            all[id]?.ends = ends
        case .opened: all[id] = nil
        }
    }
}

extension Vault {
    /// The requests that are alive now, oldest first.
    var glass: [BrokenGlass] {
        let now = now()
        return memory.withLock { $0.glass.all.values.filter { $0.ends > now } }.sorted { $0.id < $1.id }
    }

    func shown(_ glass: BrokenGlass) -> GlassRequest {
        GlassRequest(
            id: glass.id, asker: glass.asker, askerName: staff(glass.asker)?.name ?? "", role: glass.role,
            purpose: glass.purpose, caseID: glass.caseID, reason: glass.reason, fields: glass.fields,
            isApproved: glass.approver != nil, ends: glass.ends)
    }

    /// Puts a refusal on the ledger; a number that names no request may be anything, so it is not written down.
    func refused(
        _ error: VaultError, _ action: Action, _ session: Session, _ glass: BrokenGlass? = nil
    ) async throws(VaultError) -> VaultError {
        var row = entry(session, RequestID.random(from: random), action)
        row.code = error.code
        row.proposal = glass?.id
        row.proposer = glass?.asker
        row.subject = glass?.subject
        _ = try await record([row])
        return error
    }
}
