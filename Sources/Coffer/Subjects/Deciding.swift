import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import Synchronization

extension Vault {
    /// A request as the decision sees it.
    func request(
        _ session: Session, _ id: RequestID, _ action: Action, _ asks: [Ask], notice: String? = nil
    ) -> Request {
        Request(
            id: id, vault: keyring.vault, staff: staff(session.actor), role: session.role, purpose: session.purpose,
            caseID: session.caseID, reason: session.reason, approver: staff(session.approver), sourceAddress: nil,
            // In process nothing travels; the socket never leaves the host.
            secureChannel: true,
            secondFactorAt: session.actor.flatMap { actor in memory.withLock { $0.logins[actor] } },
            action: action, notice: notice, asks: asks)
    }

    /// Everything else the decision may know.
    func facts(_ session: Session, _ loaded: Loaded) -> Facts {
        Facts(
            subjects: loaded.facts, records: loaded.records, budget: budget(session, loaded), now: now())
    }

    private func budget(_ session: Session, _ loaded: Loaded) -> BudgetUse {
        guard let actor = session.actor else { return BudgetUse(clearValues: 0, subjects: [], probes: 0) }
        let now = now()
        let used = memory.withLock { $0.used(by: actor, at: now) }
        // The ledger knows subjects by reference only; those not asked about count under stand-in ids.
        var unknown = used.subjects
        var subjects: Set<SubjectID> = []
        for (id, open) in loaded.open where unknown.remove(open.keys.reference) != nil { subjects.insert(id) }
        subjects.formUnion(unknown.map { SubjectID(bits: $0.bits) })
        return BudgetUse(clearValues: used.clearValues, subjects: subjects, probes: used.probes)
    }

    /// Decides an act that concerns no field, and records a refusal.
    ///
    /// - Throws: the denial's code.
    func permit(_ action: Action, _ session: Session, subject: SubjectID? = nil, _ loaded: Loaded = Loaded())
        async throws(VaultError)
    {
        let id = RequestID.random(from: random)
        let ask = Ask(subject: subject, record: nil, path: nil, form: nil)
        let decision = charter.decide(request(session, id, action, [ask]), facts(session, loaded))
        guard let denial = decision.denials.first else { return }
        var row = entry(session, id, action)
        row.subject = subject.flatMap { loaded.open[$0]?.keys.reference }
        row.code = denial.code
        _ = try await record([row])
        throw VaultError(denial.code)
    }
}
