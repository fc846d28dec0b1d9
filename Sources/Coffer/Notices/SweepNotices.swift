import CofferCharter
import CofferFields
package import CofferModel
import CofferStore

extension Vault {
    /// Ends what has waited too long, and removes rows whose time is over.
    ///
    /// - Parameter session: the dispatcher's.
    /// - Throws: `actor_unknown`, `no_ack` or `role_denied` when the session may not act in its role, or a failure of the
    ///   vault. A way out it needs none.
    package func sweepNotices(as session: Session) async throws(VaultError) {
        try checkDispatcher(session)
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
                    _ = try await end(
                        row, .lapsed, row.progress.reason, order, NoticeNames(row, open.keys), named)
                }
                // Names are in the order of time, and all live equally long: behind one that lives on, all do.
                guard let last = page.last, page.count == 500, last.expires <= now else { break }
                place = last.notice
            }
            guard gone else { return }
            // A row of its own first: with it is durable that the ends it removes had arrived.
            _ = try await record([entry(session, RequestID.random(from: random), .outbox)])
            try await data.commit([.dropNotices(expiredBy: now), .dropIssued(expiredBy: now)])
        } catch { throw vaultError(error) }
    }
}
