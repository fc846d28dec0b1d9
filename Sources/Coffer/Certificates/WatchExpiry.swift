import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Queues a notice for the owner of each certificate that ends in 30, 14, 7 or 1 days, once for each of these steps.
    ///
    /// Nobody is opened but whose certificate has come to a step since the last look: index tokens say whose these are. What was
    /// queued stands on the ledger, so that neither a crash nor a second look queues it again. A refusal by the gate is
    /// recorded, and the others are told all the same.
    ///
    /// - Parameter session: the dispatcher's; its role must hold the kind.
    /// - Returns: what was done; nothing when this day's look is finished already.
    /// - Throws: `not_found` when the charter has no such kind, or no days of certificates; `actor_unknown`, `no_ack` or
    ///   `role_denied` when the session may not act in its role; or a failure. What is left is done by the next look.
    public func watchCertificates(as session: Session) async throws(VaultError) -> Reminded {
        guard var round = try await beginExpiryRound(as: session) else { return Reminded() }
        while !round.isOver, !Task.isCancelled { round = try await continueExpiry(round, as: session) }
        return round.done
    }

    /// Begins this day's look; nil when it is finished already.
    ///
    /// - Parameter session: the dispatcher's.
    /// - Returns: the look, for ``continueExpiry(_:as:)``.
    /// - Throws: as ``watchCertificates(as:)``.
    package func beginExpiryRound(as session: Session) async throws(VaultError) -> ExpiryRound? {
        try checkDispatcher(session)
        let today = now().day
        let seen = memory.withLock { $0.watchedDay }
        guard seen.map({ $0 < today }) ?? true else { return nil }
        let rule = try expiryField()
        try await refuse(kind: Self.expiryKind, session)
        var questions: [ExpiryRound.Question] = []
        do {
            for expiry in Expiry.due(after: seen, on: today) {
                for (generation, token) in try fields.tokens(rule, day: expiry.day) {
                    questions.append(
                        ExpiryRound.Question(
                            expiry: expiry, number: rule.number, generation: generation, token: token))
                }
            }
        } catch { throw VaultError(error.code, "this process does not hold the field's index key") }
        return ExpiryRound(today: today, rest: questions[...])
    }

    /// Goes on with a look, by a few certificates.
    ///
    /// - Parameters:
    ///   - round: how far it has come.
    ///   - session: the dispatcher's.
    /// - Returns: how far it is then.
    /// - Throws: as ``watchCertificates(as:)``.
    package func continueExpiry(
        _ round: ExpiryRound, as session: Session
    ) async throws(VaultError) -> ExpiryRound {
        try checkDispatcher(session)
        var round = round
        guard let question = round.rest.first else { return try await finished(round, session) }
        let rows: [IndexRow]
        do {
            rows = try await data.find(
                question.number, generation: question.generation, token: question.token, after: round.place,
                limit: Self.lookedAtOnce)
        } catch { throw vaultError(error) }
        for row in rows {
            switch try await remind(row, question.expiry, session) {
            case .queued: round.done.queued += 1
            case .refused: round.done.refused += 1
            case .waiting: round.done.waiting += 1
            case .nothing: break
            }
        }
        round.place = rows.last.map { RecordPlace(subject: $0.subject, record: $0.record) }
        if rows.count < Self.lookedAtOnce {
            round.rest = round.rest.dropFirst()
            round.place = nil
        }
        return round
    }

    /// A look after which nobody has to wait is the last of its day.
    private func finished(_ round: ExpiryRound, _ session: Session) async throws(VaultError) -> ExpiryRound {
        var round = round
        round.isOver = true
        if round.done.waiting == 0 {
            var row = entry(session, RequestID.random(from: random), .outbox)
            row.noted = WatchedDay.noted(round.today)
            _ = try await record([row])
        }
        return round
    }

    /// The field whose days are watched: the date that the notice shows.
    private func expiryField() throws(VaultError) -> FieldRule {
        let paths = charter.notices[Self.expiryKind]?.paths ?? []
        guard let rule = paths.compactMap({ charter.fields[$0] }).first(where: { $0.index?.grain == .day })
        else {
            throw VaultError(.notFound, "the charter in force keeps no days on which certificates end")
        }
        return rule
    }

    /// The kind of notice.
    static let expiryKind = "certificate_expiring"
    /// Certificates between two looks at whether to go on.
    private static let lookedAtOnce = 32
}
