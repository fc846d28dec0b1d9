import Coffer
import CofferModel
import Logging

/// Sends what waits in the outbox for as long as the service runs, as the account of the user who runs it.
///
/// It borrows the vault to prepare a notice and to note what became of it, and not while a mail server takes its time:
/// locking never waits for one.
struct Dispatcher: Sendable {
    let desk: Desk

    /// Goes round until it is cancelled.
    func run() async {
        var told: VaultError?
        var swept: ContinuousClock.Instant?
        while !Task.isCancelled {
            try? await Task.sleep(for: desk.limits.dispatchPoll)
            do throws(VaultError) {
                var failed: VaultError?
                if swept.map({ $0 + desk.limits.dispatchSweep < .now }) ?? true {
                    swept = .now
                    // What cannot be swept or watched holds up nothing that can be sent.
                    do throws(VaultError) { try await sweep() } catch { failed = error }
                    do throws(VaultError) { try await watchCertificates() } catch {
                        failed = failed ?? error
                    }
                }
                while try await round() {}
                if let failed { throw failed }
                told = nil
            } catch {
                // A vault that is locked, or an installation without a way out, has nothing to say every second.
                if error != told, error.code != .locked, error.code != .notFound {
                    desk.watch.logger.warning("nothing is sent", metadata: ["code": "\(error.code.rawValue)"])
                }
                told = error
            }
        }
    }

    private func sweep() async throws(VaultError) {
        try await borrow { (vault, session) throws(VaultError) in try await vault.sweepNotices(as: session) }
    }

    /// Queues what is to be told of certificates that end soon; after the day's look there is nothing to do.
    private func watchCertificates() async throws(VaultError) {
        var round = try await borrow { (vault, session) throws(VaultError) in
            try await vault.beginExpiryRound(as: session)
        }
        while let now = round, !now.isOver, !Task.isCancelled {
            round = try await borrow { (vault, session) throws(VaultError) in
                try await vault.continueExpiry(now, as: session)
            }
        }
    }

    /// Tries the next notices that are due, at the same time; false when there were none.
    private func round() async throws(VaultError) -> Bool {
        let round = try await borrow { (vault, session) throws(VaultError) in
            try await vault.nextNotices(due: nil, as: session)
        }
        let outcome = await round.deliver { ready, outcome in
            do throws(VaultError) {
                return .success(
                    try await borrow { (vault, session) throws(VaultError) in
                        try await vault.conclude(ready, outcome, as: session)
                    })
            } catch { return .failure(error) }
        }
        count(outcome.done)
        if let failure = outcome.failure { throw failure }
        return round.found > 0 && !Task.isCancelled
    }

    private func borrow<Answer>(
        _ work: (Vault, Session) async throws(VaultError) -> Answer
    ) async throws(VaultError) -> Answer {
        try await desk.keeper.borrow { (vault) throws(VaultError) in
            try await work(vault, vault.session(role: .dispatcher, purpose: .serviceNotice))
        }
    }

    private func count(_ done: Dispatched) {
        desk.watch.count(.notices, [("outcome", "sent")], by: done.sent)
        desk.watch.count(.notices, [("outcome", "deferred")], by: done.deferred)
        desk.watch.count(.notices, [("outcome", "dead")], by: done.dead)
        desk.watch.count(.notices, [("outcome", "lapsed")], by: done.lapsed)
    }
}
