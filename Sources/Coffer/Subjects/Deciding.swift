import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import Synchronization

extension Vault {
    /// A request as the decision sees it.
    func request(
        _ session: Session, _ id: RequestID, _ action: Action, _ asks: [Ask], notice: String? = nil,
        by connector: ConnectorUse? = nil
    ) -> Request {
        // A process with a role key acts in that role and in no other, whoever runs it.
        let mine = keyring.role?.role ?? session.role
        var request = Request(
            id: id, vault: keyring.vault, staff: mine == session.role ? staff(session.actor) : nil,
            role: session.role,
            purpose: session.purpose,
            caseID: session.caseID, reason: session.reason, approver: staff(session.approver),
            // Who asks does so on this host, by no network; what goes to a connector has a way of its own.
            sourceAddress: connector?.source, secureChannel: connector?.isEncrypted ?? true,
            secondFactorAt: session.actor.flatMap { actor in memory.withLock { $0.logins[actor] } },
            action: action, notice: notice, asks: asks)
        request.connector = connector
        return request
    }

    /// Everything else the decision may know.
    func facts(_ session: Session, _ loaded: Loaded) -> Facts {
        let now = now()
        return memory.withLock { memory in
            Facts(
                subjects: loaded.facts, records: loaded.records,
                budget: budget(session.actor, loaded, memory, now).use, now: now)
        }
    }

    /// Decides about values, and sets aside what it grants in the same breath: requests of one actor that run side
    /// by side cannot spend his budget twice.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - loaded: what is known of its subjects.
    /// - Returns: the decision, and the hold; the hold ends when it is let go, after the rows are on the ledger.
    func decide(_ request: Request, _ loaded: Loaded) -> Held {
        let now = now()
        let charter = charter
        let actor = request.staff?.actor
        return memory.withLock { memory in
            let before = budget(actor, loaded, memory, now)
            let decision = charter.decide(
                request, Facts(subjects: loaded.facts, records: loaded.records, budget: before.use, now: now))
            let subjects = decision.subjects(of: request).subtracting(before.counted)
            let number = actor.map {
                memory.hold(decision.spent, beyond: before.use, subjects, by: $0)
            }
            return Held(decision: decision, hold: BudgetHold(self, actor: actor, number: number))
        }
    }

    /// Decides about somebody more in a request that has set aside its values and probes already; those it grants are set
    /// aside with them, so that the next one is one more.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - loaded: what is known of its subjects.
    ///   - hold: what it has set aside.
    /// - Returns: the decision.
    func decide(_ request: Request, _ loaded: Loaded, on hold: BudgetHold) -> Decision {
        let now = now()
        let charter = charter
        return memory.withLock { memory in
            let before = budget(request.staff?.actor, loaded, memory, now, but: hold)
            let decision = charter.decide(
                request, Facts(subjects: loaded.facts, records: loaded.records, budget: before.use, now: now))
            if let actor = request.staff?.actor, let number = hold.number {
                memory.add(
                    decision.subjects(of: request).subtracting(before.counted), to: number, by: actor)
            }
            return decision
        }
    }

    /// What an actor has used up, requests on their way included, and whom of those asked about the ledger counts.
    private func budget(
        _ actor: ActorID?, _ loaded: Loaded, _ memory: Memory, _ now: Timestamp, but own: BudgetHold? = nil
    ) -> (use: BudgetUse, counted: Set<SubjectID>) {
        guard let actor else { return (BudgetUse(clearValues: 0, subjects: [], probes: 0), []) }
        let used = memory.used(by: actor, at: now)
        let held = memory.holds(by: actor, but: own?.number)
        // The ledger knows subjects by reference only: of those not asked about now, how many they are.
        let counted = Set(
            loaded.open.filter { used.subjects.contains($0.value.keys.reference) }.map(\.key))
        let use = BudgetUse(
            clearValues: held.reduce(used.clearValues) { $0 + $1.clearValues },
            subjects: held.reduce(into: counted) { $0.formUnion($1.subjects) },
            others: used.subjects.count - counted.count,
            probes: held.reduce(used.probes) { $0 + $1.probes })
        return (use, counted)
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
        throw denied(denial.code)
    }
}

extension Decision {
    /// Whom of those a request asks about it counts.
    fileprivate func subjects(of request: Request) -> Set<SubjectID> {
        spent.subjects.intersection(request.asks.compactMap(\.subject))
    }
}
