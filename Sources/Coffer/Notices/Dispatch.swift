import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
public import CofferModel
import CofferOutbound
import CofferStore
import Synchronization

extension Vault {
    /// Tries every notice that is due, once, and removes those whose time is over.
    ///
    /// For each the gate is passed, the address opened, the text made and scanned anew; then one transport tries. A crash at
    /// any point leaves the notice waiting: it is sent at least once, always under the same name.
    ///
    /// - Parameter session: the dispatcher's; its role must hold the kinds and addresses it sends.
    /// - Returns: what was done.
    /// - Throws: `not_found` while no way out is set, `actor_unknown` or `role_denied` when the session does not hold its
    ///   role, or a failure of the vault.
    public func dispatch(as session: Session) async throws(VaultError) -> Dispatched {
        try await sweepNotices(as: session)
        var done = Dispatched()
        while !Task.isCancelled {
            let round = try await nextNotices(as: session)
            done = done + round.done
            for (ready, outcome) in await round.delivered() {
                done = done + (try await conclude(ready, outcome, as: session))
            }
            if round.ready.isEmpty, round.done.count == 0 { break }
        }
        return done
    }

    /// Whether this session may send at all, and there is a way out.
    ///
    /// - Throws: `not_found` while no way out is set, `unavailable` for a file with a secret, `actor_unknown` or
    ///   `role_denied`.
    package func checkDispatch(as session: Session) throws(VaultError) { _ = try dispatchWays(session) }

    private func dispatchWays(_ session: Session) throws(VaultError) -> DeliveryWays {
        try checkAlive()
        guard let staff = staff(session.actor), staff.active else { throw VaultError(.actorUnknown) }
        guard staff.roles.contains(session.role) else { throw VaultError(.roleDenied) }
        guard let ways = try deliveryWays() else {
            throw VaultError(.notFound, "there are no delivery settings yet: coffer delivery set")
        }
        return ways
    }

    /// Takes the next notices that are due, so that nobody else tries them, and has them pass the gate.
    ///
    /// - Parameter session: the dispatcher's.
    /// - Returns: what goes to a transport, and what became of the others.
    /// - Throws: as ``dispatch(as:)``.
    package func nextNotices(as session: Session) async throws(VaultError) -> DispatchRound {
        let ways = try dispatchWays(session)
        let rows: [OutboxRow]
        do { rows = try await data.noticesDue(by: now(), limit: Self.triesAtOnce) } catch {
            throw vaultError(error)
        }
        var round = DispatchRound(now: now())
        // One at a time to one customer: the next is counted when it is known whether the last has left.
        var served: Set<SubjectID> = []
        for row in rows where served.insert(row.subject).inserted {
            do throws(VaultError) {
                switch try await attempt(row, ways, session) {
                case .ready(let ready): round.ready.append(ready)
                case .done(let done): round.done = round.done + done
                }
            } catch {
                // Those that are ready leave; what failed is told when nothing is.
                guard !round.ready.isEmpty else { throw error }
                break
            }
        }
        return round
    }

    /// So many connections at a time: a mail server takes few from one client, and each try holds one thread.
    private static let triesAtOnce = 4

    /// How long a try may last before another may begin: longer than any transport waits.
    private static let leaseSeconds = DeliveryLimits.deliverySeconds + 60

    private enum Attempt {
        case ready(ReadyNotice)
        case done(Dispatched)
    }

    private func attempt(
        _ row: OutboxRow, _ ways: DeliveryWays, _ session: Session
    ) async throws(VaultError) -> Attempt {
        var row = row
        let before = row.progress
        row.progress.tries += 1
        row.progress.due = now().adding(seconds: Self.leaseSeconds)
        row.progress.changed = now()
        do { try await data.commit([.advanceNotice(row.notice, expected: before, row.progress)]) } catch {
            // Somebody else has it, or has taken it back.
            if error == .conflict { return .done(Dispatched()) }
            throw vaultError(error)
        }
        let loaded = try await sound([row.subject])
        // Who is erased has no notices; his rows go with him.
        guard let open = loaded.open[row.subject] else { return .done(Dispatched()) }
        let plain = entry(session, RequestID.random(from: random), .notice)
        guard let order = await settledOrder(of: row, open) else {
            return .done(try await end(row, .dead, Code.integrity.rawValue, nil, open, plain))
        }
        let session = session.sending(order)
        let named = entry(session, plain.request, .notice)
        guard now() < row.expires else { return .done(try await end(row, .lapsed, nil, order, open, named)) }
        var passage = Passage(
            order: order, session: session, subject: row.subject, loaded: loaded, isLeaving: true)
        do throws(VaultError) {
            let rule = try await pass(passage)
            // Whose address was changed hears of it whatever else was sent to him.
            if order.previous == nil, order.recipient == nil, let next = try await rest(row, open, ways) {
                return .done(try await postpone(row, until: next))
            }
            let there = try await destination(passage, rule, ways)
            passage.place = there.place
            let most = ways.settings.rates.perDomainMinute
            if !there.domain.isEmpty, let next = domains.take(there.domain, most: most, at: now()) {
                return .done(try await postpone(row, until: next))
            }
            let frame = try MessageFrame(order, to: passage.place, rule, ways.settings, charter)
            let composed = try await compose(passage, rule, to: there.channel, frame)
            let message = try frame.message(composed, made: row.created)
            // Before it leaves: nothing is out there that nobody could tell again.
            try await store(composed.issued + tokens(of: passage, rule, to: there.channel), passage)
            let envelope = Envelope(sender: ways.settings.sender, recipient: there.recipient)
            return .ready(ReadyNotice(row, order, message, envelope, there.transport))
        } catch {
            guard error.isPassing else {
                return .done(try await end(row, .dead, error.code.rawValue, order, open, named))
            }
            return .done(try await again(row, error.code.rawValue, nil, order, open, named))
        }
    }

    /// The last step before the wire, behind all writers: what was decided on still holds, and what leaves can be told.
    private func store(_ issued: [IssuedRow], _ passage: Passage) async throws(VaultError) {
        do {
            try await turn.take {
                guard let open = passage.open,
                    memory.withLock({ $0.vouched[open.keys.reference]?.revision }) == passage.facts?.revision
                else { throw VaultError(.unavailable, "what is known of the customer has changed meanwhile") }
                if !issued.isEmpty { try await data.commit(issued.map { .issue($0) }) }
            }
        } catch {
            let error = vaultError(error)
            // Somebody else made up the same short label meanwhile: the next try takes another one.
            throw error.code == .conflict
                ? VaultError(.unavailable, "a label was taken meanwhile") : error
        }
    }

    /// When the subject may have the next notice; nil when now.
    private func rest(
        _ row: OutboxRow, _ open: OpenSubject, _ ways: DeliveryWays
    ) async throws(VaultError) -> Timestamp? {
        let start = now().adding(seconds: -3600)
        let all: [OutboxRow]
        do { all = try await data.notices(of: row.subject) } catch { throw vaultError(error) }
        // What others got about him is not counted.
        let sent = all.filter {
            $0.progress.state == .sent && $0.progress.changed > start
                && order(kept: $0, open)?.recipient == nil
        }.map(\.progress.changed).sorted()
        let most = ways.settings.rates.perRecipientHour
        return sent.count < most ? nil : sent[sent.count - most].adding(seconds: 3600)
    }
}

extension VaultError {
    /// Whether the same notice may pass later without anybody doing anything about it.
    var isPassing: Bool {
        switch code {
        case .throttled, .locked, .halted, .unavailable, .unknown: true
        default: false
        }
    }
}
