import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Lists notices that wait to leave, have left, or could not, newest first.
    ///
    /// Each customer who is named has a row in the ledger and spends the budget of subjects, as with a search.
    ///
    /// - Parameters:
    ///   - subject: whose; nil for everybody's.
    ///   - state: only what came to this; nil for all.
    ///   - session: who asks.
    /// - Returns: at most ``Limits/noticesListed``; each as long as it is kept, seven days.
    /// - Throws: `throttled` when there is no budget for all of them, the denial's code, or a failure.
    public func notices(
        of subject: SubjectID?, state: NoticeState?, as session: Session
    ) async throws(VaultError) -> [NoticeLine] {
        try checkAlive()
        try await permit(.outbox, session)
        do {
            let rows = try await kept(of: subject).filter { state == nil || $0.progress.state.told == state }
            let listed = rows.sorted { $0.notice > $1.notice }.prefix(Limits.noticesListed)
            let loaded = try await sound(Set(listed.map(\.subject)))
            var lines: [NoticeLine] = []
            for row in listed {
                // Of kinds that he may not send he sees nothing, as little as of rows that nobody can read.
                guard let open = loaded.open[row.subject], let order = order(kept: row, open),
                    refusal(session.sending(order), .notice, [(nil, nil)], notice: order.kind) == nil
                else { continue }
                lines.append(line(row, order))
            }
            let named = try await recordNamed(
                Set(lines.map(\.subject)), asked: subject, loaded, session, .outbox, noting: Self.listed)
            return lines.filter { named.contains($0.subject) }
        } catch { throw vaultError(error) }
    }

    /// Records whom a list names, if there is budget for all of whom it may name.
    func recordNamed(
        _ subjects: Set<SubjectID>, asked subject: SubjectID?, _ loaded: Loaded, _ session: Session,
        _ action: Action, noting word: String
    ) async throws(VaultError) -> Set<SubjectID> {
        let id = RequestID.random(from: random)
        let asks = subjects.sorted().map { Ask(subject: $0, record: nil, path: nil, form: nil) }
        let held = decide(request(session, id, action, asks), loaded)
        let denials = held.decision.denials
        if denials.contains(where: { $0.code == .throttled }) {
            try await refuse(.throttled, session, action)
        }
        let named = subjects.subtracting(denials.compactMap { asks[$0.ask].subject })
        let base = entry(session, id, action)
        var rows = named.sorted().map { one in
            var row = base
            row.subject = loaded.open[one]?.keys.reference
            row.noted = word
            return row
        }
        if rows.isEmpty {
            var row = base
            row.subject = subject.flatMap { loaded.open[$0]?.keys.reference }
            rows = [row]
        }
        _ = try await record(rows)
        withExtendedLifetime(held.hold) {}
        return named
    }

    /// What a row notes of a customer whom a list named.
    static let listed = "notices.listed"

    /// Has a notice that could not leave tried again, from the beginning.
    ///
    /// - Parameters:
    ///   - notice: one that is `dead`.
    ///   - session: who asks; he must be allowed to send it.
    /// - Throws: `not_found`, `conflict` for one in another state or one that was refused as `leak_detected`, the
    ///   denial's code, or a failure.
    public func retry(_ notice: NoticeID, as session: Session) async throws(VaultError) {
        try await change(notice, from: .dead, as: session) { [self] row, order, open in
            var progress = row.progress
            progress.state = .queued
            progress.tries = 0
            progress.due = now()
            progress.changed = now()
            var noted = entry(session, RequestID.random(from: random), .outbox)
            noted.subject = open.keys.reference
            noted.noted = "\(order.name).retried"
            _ = try await record([noted])
            try await data.commit([.advanceNotice(row.notice, expected: row.progress, progress)])
        }
    }

    /// Takes a notice back that has not left; one that is just being tried may leave all the same.
    ///
    /// - Parameters:
    ///   - notice: one that is `queued`.
    ///   - session: who asks; he must be allowed to send it.
    /// - Throws: `not_found`, `conflict` for one in another state, the denial's code, or a failure.
    public func cancel(_ notice: NoticeID, as session: Session) async throws(VaultError) {
        try await change(notice, from: .queued, as: session) { [self] row, order, open in
            let noted = entry(session, RequestID.random(from: random), .outbox)
            _ = try await end(row, .lapsed, "cancelled", order, NoticeNames(row, open.keys), noted)
        }
    }

    /// Who may send a kind may have it tried again, or take it back.
    private func change(
        _ notice: NoticeID, from state: OutboxProgress.State, as session: Session,
        _ act: @Sendable (OutboxRow, NoticeOrder, OpenSubject) async throws -> Void
    ) async throws(VaultError) {
        try checkAlive()
        try await permit(.outbox, session)
        do {
            guard let row = try await data.notices([notice])[notice] else { throw VaultError(.notFound) }
            let loaded = try await load([row.subject])
            guard let open = loaded.open[row.subject] else { throw VaultError(.notFound) }
            guard let order = order(kept: row, open) else { throw VaultError(.integrity) }
            try await refuse(
                refusal(session.sending(order), .notice, [(nil, nil)], notice: order.kind), session, .outbox)
            // The warning that an address was changed is nobody's to take back, least of all of who changed it.
            try await refuse(order.previous == nil ? nil : .roleDenied, session, .outbox)
            guard row.progress.state == state else {
                throw VaultError(
                    .conflict,
                    naming: "the notice is \(row.progress.state.told.rawValue), and this is for one that is "
                        + "\(state.told.rawValue)")
            }
            // Tried again and again while somebody rewrites what it shows, it would tell which of his guesses is true.
            guard state != .dead || row.progress.reason != Code.leakDetected.rawValue else {
                throw VaultError(.conflict, "it carried what it must not; mend that and send another")
            }
            guard self.order(of: row, open) == order else { throw VaultError(.integrity) }
            try await act(row, order, open)
        } catch StoreError.conflict {
            throw VaultError(.conflict, "the notice has changed meanwhile")
        } catch { throw vaultError(error) }
    }

    private func kept(of subject: SubjectID?) async throws -> [OutboxRow] {
        if let subject { return try await data.notices(of: subject) }
        var rows: [OutboxRow] = []
        var place: NoticeID?
        repeat {
            let page = try await data.noticePage(after: place, limit: 500)
            rows = (rows + page).suffix(Self.looked)
            place = page.count == 500 ? page.last?.notice : nil
        } while place != nil
        return rows
    }

    /// How many of the newest rows a list looks through.
    private static let looked = 10_000

    private func line(_ row: OutboxRow, _ order: NoticeOrder) -> NoticeLine {
        NoticeLine(
            notice: row.notice, subject: row.subject, recipient: order.recipient, kind: order.kind,
            state: row.progress.state.told,
            tries: row.progress.tries, created: row.created,
            due: row.progress.state == .queued ? row.progress.due : nil, reason: row.progress.reason)
    }
}

extension OutboxProgress.State {
    /// The state as it is told.
    var told: NoticeState {
        switch self {
        case .queued: .queued
        case .sent: .sent
        case .dead: .dead
        case .lapsed: .lapsed
        }
    }
}
