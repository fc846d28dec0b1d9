import CofferModel
import Synchronization

/// How many messages go to each domain in a minute; in memory only, as nothing on disk may say where mail went.
///
/// Who has to wait is promised a moment of his own, so that of a thousand that wait each asks once more and not all of
/// them every minute. A promise that is used late takes its share of the minute in which it is used.
final class DomainRate: Sendable {
    private struct Line {
        /// When messages left, of the last minute.
        var sent: [Timestamp] = []
        /// When others are to ask again, oldest first.
        var promised: [Timestamp] = []
    }

    private let lines = Mutex<[String: Line]>([:])

    /// Counts one more message to a domain.
    ///
    /// - Parameters:
    ///   - domain: the domain.
    ///   - most: how many may go in a minute.
    ///   - now: the time.
    /// - Returns: nil when it may go; else when it is to ask again.
    func take(_ domain: String, most: Int, at now: Timestamp) -> Timestamp? {
        lines.withLock { lines in
            let start = now.adding(seconds: -60)
            // Nobody may make it grow: what is older than a minute goes, for every domain.
            if lines.count > 1024 {
                lines = lines.filter { ($0.value.promised.last ?? $0.value.sent.last ?? start) > start }
            }
            var line = lines[domain, default: Line()]
            defer { lines[domain] = line }
            line.sent.removeAll { $0 <= start }
            line.promised.removeAll { $0 <= start }
            guard line.sent.count >= most else {
                if let first = line.promised.first, first <= now { line.promised.removeFirst() }
                line.sent.append(now)
                return nil
            }
            let all = line.sent + line.promised.filter { $0 > now }
            let next = all[all.count - most].adding(seconds: 60)
            // Beyond that they wait together: a queue without an end is none of memory's.
            if line.promised.count < Self.promises { line.promised.append(next) }
            return next
        }
    }

    private static let promises = 100_000
}
