import Coffer
import CofferModel
import Logging

/// Sweeps once a day, at its hour, as the account of the user who runs the service.
///
/// It borrows the vault for a hundred customers at a time, so that locking and stopping wait for no more. What goes wrong
/// is counted and logged, and tried again; it ends nothing.
struct Sweeper: Sendable {
    let desk: Desk
    /// The minute of the day, in UTC.
    let minute: Int

    /// Looks now and then whether it is time, until it is cancelled.
    func run() async {
        var wait: ContinuousClock.Instant?
        while !Task.isCancelled {
            try? await Task.sleep(for: desk.limits.sweepPoll)
            guard !Task.isCancelled, wait.map({ $0 <= .now }) ?? isDue, desk.keeper.condition == .open else {
                continue
            }
            do throws(VaultError) {
                told(try await sweep())
                wait = nil
            } catch {
                // Who locks the vault, or stops the service, knows it; what was begun goes on when it is open again.
                wait = .now + (error.code == .locked ? .zero : desk.limits.sweepRetry)
                if error.code != .locked { told(error) }
            }
        }
    }

    private func told(_ swept: Swept) {
        desk.watch.count(.sweeps, [("outcome", "done")])
        desk.watch.logger.info(
            "swept",
            metadata: [
                "customers": "\(swept.subjects)", "keys": "\(swept.keysDestroyed)",
                "records": "\(swept.recordsRemoved)", "skipped": "\(swept.skipped)",
            ])
    }

    private func told(_ error: VaultError) {
        desk.watch.count(.sweeps, [("outcome", "failed")])
        var metadata: Logger.Metadata = ["code": "\(error.code.rawValue)"]
        metadata["rule"] = error.rule.map { "\($0)" }
        desk.watch.logger.error("not swept", metadata: metadata)
    }

    /// Whether its hour has come, and no sweep has begun since.
    private var isDue: Bool {
        let now = desk.watch.now
        let midnight = Timestamp(milliseconds: Int64(now.day) * 86_400_000)
        var hour = midnight.adding(seconds: Int64(minute) * 60)
        if now < hour { hour = hour.adding(seconds: -86_400) }
        guard now < hour.adding(seconds: desk.limits.sweepWindow) else { return false }
        return desk.keeper.sweptAt.map { $0 < hour } ?? true
    }

    private func sweep() async throws(VaultError) -> Swept {
        var round = try await borrow { (vault, session) throws(VaultError) in
            try await vault.beginSweep(noting: SweepRound.daily, as: session)
        }
        while !round.isOver {
            let now = round
            round = try await borrow { (vault, session) throws(VaultError) in
                try await vault.continueSweep(now, as: session) { _ in }
            }
        }
        return round.swept
    }

    private func borrow<Answer>(
        _ work: (Vault, Session) async throws(VaultError) -> Answer
    ) async throws(VaultError) -> Answer {
        try await desk.keeper.borrow { (vault) throws(VaultError) in
            try await work(vault, vault.session(role: .dispatcher, purpose: .serviceNotice))
        }
    }
}
