import CofferCharter
import CofferDelivery
public import CofferModel
import CofferStore

extension Vault {
    /// Tries every notice that is due now, once, and removes those whose time is over.
    ///
    /// For each the gate is passed, the address opened, the text made and scanned anew; then one transport tries. A crash at
    /// any point leaves the notice waiting: it is sent at least once, always under the same name.
    ///
    /// - Parameter session: the dispatcher's; its role must hold the kinds and addresses it sends.
    /// - Returns: what was done.
    /// - Throws: `not_found` while no way out is set; `actor_unknown`, `no_ack` or `role_denied` when the session may not act
    ///   in its role; or a failure of the vault.
    public func dispatch(as session: Session) async throws(VaultError) -> Dispatched {
        try await sweepNotices(as: session)
        let due = now()
        var done = Dispatched()
        while !Task.isCancelled {
            let round = try await nextNotices(due: due, as: session)
            guard round.found > 0 else { break }
            let outcome = await round.deliver { ready, outcome in
                do throws(VaultError) {
                    return .success(try await self.conclude(ready, outcome, as: session))
                } catch { return .failure(error) }
            }
            done = done + outcome.done
            if let failure = outcome.failure { throw failure }
        }
        return done
    }

    /// Takes the next notices that are due, so that nobody else tries them, and has them pass the gate.
    ///
    /// - Parameters:
    ///   - due: up to when due; nil for now.
    ///   - session: the dispatcher's.
    /// - Returns: what goes to a transport, and what became of the others.
    /// - Throws: as ``dispatch(as:)``.
    package func nextNotices(
        due: Timestamp?, as session: Session
    ) async throws(VaultError) -> DispatchRound {
        try checkDispatcher(session)
        let ways = try waysOut()
        let rows: [OutboxRow]
        do { rows = try await data.noticesDue(by: due ?? now(), limit: Self.triesAtOnce) } catch {
            throw vaultError(error)
        }
        var round = DispatchRound(now: now(), found: rows.count)
        for row in rows {
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

    /// Whether this session may act as the dispatcher at all: what stands against him stands against no notice.
    ///
    /// - Throws: `actor_unknown`, `no_ack` or `role_denied`.
    func checkDispatcher(_ session: Session) throws(VaultError) {
        try checkAlive()
        guard let staff = staff(session.actor), staff.active else { throw VaultError(.actorUnknown) }
        guard charter.hasAcknowledged(staff) else { throw VaultError(.noAck) }
        guard staff.roles.contains(session.role) else { throw VaultError(.roleDenied) }
    }

    /// The ways out.
    ///
    /// - Throws: `not_found` while none is set, `unavailable` for a file with a secret.
    func waysOut() throws(VaultError) -> DeliveryWays {
        guard let ways = try deliveryWays() else {
            throw VaultError(.notFound, "there are no delivery settings yet: coffer delivery set")
        }
        return ways
    }

    /// So many connections at a time: a mail server takes few from one client, and each try holds one thread.
    private static let triesAtOnce = 4
}
