import CofferModel
import Synchronization

/// How many messages went to each domain in the last minute; in memory only, as nothing on disk may say where mail went.
final class DomainRate: Sendable {
    private let sent = Mutex<[String: [Timestamp]]>([:])

    /// Counts one more message to a domain.
    ///
    /// - Parameters:
    ///   - domain: the domain.
    ///   - most: how many may go in a minute.
    ///   - now: the time.
    /// - Returns: nil when it may go; else when the next may.
    func take(_ domain: String, most: Int, at now: Timestamp) -> Timestamp? {
        sent.withLock { sent in
            let start = now.adding(seconds: -60)
            // Nobody may make it grow: what is older than a minute goes, for every domain.
            if sent.count > 1024 { sent = sent.filter { $0.value.contains { $0 > start } } }
            let recent = sent[domain, default: []].filter { $0 > start }
            guard recent.count < most else {
                sent[domain] = recent
                return recent.first?.adding(seconds: 60)
            }
            sent[domain] = recent + [now]
            return nil
        }
    }
}
