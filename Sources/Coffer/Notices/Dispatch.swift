import CofferCharter
package import CofferDelivery
import CofferFields
import CofferLedger
public import CofferModel
import CofferOutbound
import CofferStore
import Synchronization

/// A notice that has passed the gate, and is on its way to one transport.
package struct ReadyNotice: Sendable {
    let row: OutboxRow
    let order: NoticeOrder
    private let message: CofferDelivery.OutboundMessage
    private let envelope: Envelope
    private let transport: any DeliveryTransport

    init(
        _ row: OutboxRow, _ order: NoticeOrder, _ message: CofferDelivery.OutboundMessage,
        _ envelope: Envelope, _ transport: any DeliveryTransport
    ) {
        self.row = row
        self.order = order
        self.message = message
        self.envelope = envelope
        self.transport = transport
    }

    /// Tries once; needs no vault, so that one can be locked meanwhile.
    ///
    /// - Parameter now: the time of the try.
    /// - Returns: what happened, for ``Vault/conclude(_:_:as:)``.
    package func deliver(at now: Timestamp) async -> DeliveryOutcome {
        await transport.deliver(message, to: envelope, at: now)
    }
}

/// What a round of the dispatcher has found.
package struct DispatchRound: Sendable {
    /// What goes to a transport now.
    package var ready: [ReadyNotice] = []
    /// What needed none.
    package var done = Dispatched()
    /// The time of the round.
    package let now: Timestamp
}

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
            for ready in round.ready {
                let outcome = await ready.deliver(at: round.now)
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

    /// Notes what became of a try.
    ///
    /// - Parameters:
    ///   - ready: what was tried.
    ///   - outcome: what happened.
    ///   - session: the dispatcher's.
    /// - Returns: what was done.
    /// - Throws: a failure of the vault; the notice is tried again then.
    package func conclude(
        _ ready: ReadyNotice, _ outcome: DeliveryOutcome, as session: Session
    ) async throws(VaultError) -> Dispatched {
        let (row, order) = (ready.row, ready.order)
        // Who was erased meanwhile has no rows to note it in.
        guard let open = try await sound([row.subject]).open[row.subject] else { return Dispatched() }
        let named = entry(session.for(order), RequestID.random(from: random), .notice)
        switch outcome {
        case .delivered: return try await end(row, .sent, nil, order, open, named)
        case .refused(let reason):
            return try await end(row, .dead, reason.description, order, open, named)
        case .deferred(let reason, let wait):
            return try await again(row, reason.description, wait, order, open, named)
        }
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
        let named = entry(session.for(order), plain.request, .notice)
        guard now() < row.expires else { return .done(try await end(row, .lapsed, nil, order, open, named)) }
        var passage = Passage(
            order: order, session: session.for(order), subject: row.subject, loaded: loaded, isLeaving: true)
        do throws(VaultError) {
            let rule = try await pass(passage)
            // Whose address was changed hears of it whatever else was sent to him.
            if order.previous == nil, let next = try await rest(row, ways) {
                return .done(try await postpone(row, until: next))
            }
            let there = try await destination(passage, rule, ways)
            passage.place = "\(there.channel) \(try addresses(of: open)[there.channel] ?? 0)"
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

    /// Subjects as ``load(_:)`` has them, without those whose facts somebody changed: that is `verify`'s to name, and no
    /// reason to hold up everybody else's notices.
    func sound(_ subjects: Set<SubjectID>) async throws(VaultError) -> Loaded {
        var sound = Loaded()
        for subject in subjects {
            do {
                let one = try await load([subject])
                sound.facts.merge(one.facts) { $1 }
                sound.open.merge(one.open) { $1 }
                sound.records.merge(one.records) { $1 }
            } catch {
                guard error.code == .integrity else { throw error }
            }
        }
        return sound
    }

    /// What a row is about; a writer may be between his data and what is known of them, and behind him it is what it seems.
    private func settledOrder(of row: OutboxRow, _ open: OpenSubject) async -> NoticeOrder? {
        if let order = order(of: row, open) { return order }
        return await turn.take { order(of: row, open) }
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
            if error.code == .conflict { throw VaultError(.unavailable, "a label was taken meanwhile") }
            throw vaultError(error)
        }
    }

    /// What a row is about, if it is what the ledger vouches for.
    func order(of row: OutboxRow, _ open: OpenSubject) -> NoticeOrder? {
        let vouched = memory.withLock { $0.vouched[open.keys.reference(of: row.notice)] }
        guard vouched?.hash == RowHash.notice(row), let text = try? fields.open(row, open.keys),
            let json = try? JSON(reading: text)
        else { return nil }
        return try? NoticeOrder(json: json)
    }

    /// When the subject may have the next notice; nil when now.
    private func rest(_ row: OutboxRow, _ ways: DeliveryWays) async throws(VaultError) -> Timestamp? {
        let start = now().adding(seconds: -3600)
        let all: [OutboxRow]
        do { all = try await data.notices(of: row.subject) } catch { throw vaultError(error) }
        let sent = all.filter { $0.progress.state == .sent && $0.progress.changed > start }
            .map(\.progress.changed).sorted()
        let most = ways.settings.rates.perRecipientHour
        return sent.count < most ? nil : sent[sent.count - most].adding(seconds: 3600)
    }

    /// Waiting for its turn is no try.
    private func postpone(
        _ row: OutboxRow, until next: Timestamp
    ) async throws(VaultError) -> Dispatched {
        var progress = row.progress
        progress.tries -= 1
        progress.due = next
        progress.changed = now()
        progress.reason = "rate"
        try await advance(row, progress)
        return Dispatched(deferred: 1)
    }

    private func again(
        _ row: OutboxRow, _ reason: String, _ wait: Int64?, _ order: NoticeOrder, _ open: OpenSubject,
        _ entry: LedgerEntry
    ) async throws(VaultError) -> Dispatched {
        let next = Backoff.next(
            afterTries: row.progress.tries, at: now(), made: row.created, life: DeliveryLimits.lifeSeconds,
            retryAfter: wait, random: random)
        guard let next else { return try await end(row, .dead, reason, order, open, entry) }
        var noted = entry
        noted.subject = open.keys.reference
        noted.noted = Self.noted(order, "deferred", reason)
        _ = try await record([noted])
        var progress = row.progress
        progress.due = next
        progress.changed = now()
        progress.reason = reason
        try await advance(row, progress)
        return Dispatched(deferred: 1)
    }

    private func advance(_ row: OutboxRow, _ progress: OutboxProgress) async throws(VaultError) {
        do { try await data.commit([.advanceNotice(row.notice, expected: row.progress, progress)]) } catch {
            // Taken back meanwhile: then that stands.
            if error != .conflict { throw vaultError(error) }
        }
    }

    /// Notes the end of a notice; the ledger vouches no more for one that has left or lapsed.
    func end(
        _ row: OutboxRow, _ state: OutboxProgress.State, _ reason: String?, _ order: NoticeOrder?,
        _ open: OpenSubject, _ entry: LedgerEntry
    ) async throws(VaultError) -> Dispatched {
        var progress = row.progress
        progress.state = state
        progress.due = row.expires
        progress.changed = now()
        progress.reason = reason.map { String($0.prefix(Limits.outboxReasonBytes)) }
        var noted = entry
        noted.subject = open.keys.reference
        noted.noted = Self.noted(order, "\(state)", reason)
        if !state.isEnd {
            _ = try await record([noted])
            try await advance(row, progress)
            return Dispatched(dead: 1)
        }
        noted.state = .intent
        noted.changes = [LedgerChange(record: open.keys.reference(of: row.notice), revision: 2, hash: nil)]
        var write = Write { [progress] positions in
            var progress = progress
            if let position = positions.first { progress.intent = position }
            return [.advanceNotice(row.notice, expected: row.progress, progress)]
        }
        write.intents = [noted]
        do { try await turn.take { _ = try await commit(write) } } catch {
            // Taken back while it was on its way: both are true, and the row says the first.
            guard vaultError(error).code == .conflict, state == .sent else { throw vaultError(error) }
            noted.state = nil
            noted.changes = []
            _ = try await record([noted])
        }
        return state == .sent ? Dispatched(sent: 1) : Dispatched(lapsed: 1)
    }

    /// As `invoice_issued.deferred.busy`: the kind, what became of it, and why, without the other side's numbers.
    private static func noted(_ order: NoticeOrder?, _ what: String, _ reason: String?) -> String {
        let why = reason.map { "." + ($0.split(separator: " ").first.map { String($0) } ?? "") } ?? ""
        return (order.map { $0.kind + "." } ?? "") + what + why
    }

    /// Ends what has waited too long, and removes rows whose time is over.
    ///
    /// - Parameter session: the dispatcher's.
    /// - Throws: a failure of the vault.
    package func sweepNotices(as session: Session) async throws(VaultError) {
        try await keepLabelPeriods([])
        let now = now()
        var gone = false
        var place: NoticeID?
        do {
            while true {
                let page = try await data.noticePage(after: place, limit: 500)
                for row in page where row.expires <= now {
                    gone = gone || row.progress.state.isEnd
                    // A row that is not what the ledger says stays, so that `verify` names it.
                    guard !row.progress.state.isEnd,
                        let open = try await sound([row.subject]).open[row.subject],
                        let order = await settledOrder(of: row, open)
                    else { continue }
                    let named = entry(session, RequestID.random(from: random), .notice)
                    _ = try await end(row, .lapsed, nil, order, open, named)
                }
                guard let last = page.last, page.count == 500 else { break }
                place = last.notice
            }
            guard gone else { return }
            // A row of its own first: with it is durable that the ends it removes had arrived.
            _ = try await record([entry(session, RequestID.random(from: random), .outbox)])
            try await data.commit([.dropNotices(expiredBy: now), .dropIssued(expiredBy: now)])
        } catch { throw vaultError(error) }
    }
}

extension Session {
    /// The dispatcher's session for one notice: for the purpose and on the ticket that it was queued with.
    func `for`(_ order: NoticeOrder) -> Session {
        Session(
            role: role, purpose: order.purpose, caseID: order.caseID, reason: nil, actor: actor,
            service: service, origin: origin, isSaid: true, approver: nil)
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
