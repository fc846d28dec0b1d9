import CofferModel
import Synchronization

/// How many messages go to each domain in a minute; in memory only, as nothing on disk may say where mail went.
///
/// Who has to wait is given a moment of his own, so that of a thousand that wait each asks once more and not all of them
/// every minute.
final class DomainRate: Sendable {
    /// Moments at which one message leaves, oldest first, and how many of them are promised and not used yet.
    private struct Line {
        var taken: [Timestamp] = []
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
            if lines.count > 1024 { lines = lines.filter { ($0.value.taken.last ?? start) > start } }
            var line = lines[domain, default: Line()]
            defer { lines[domain] = line }
            line.taken.removeAll { $0 <= start }
            line.promised.removeAll { $0 <= start }
            if let first = line.promised.first, first <= now {
                line.promised.removeFirst()
                return nil
            }
            guard line.taken.count >= most else {
                line.taken.append(now)
                return nil
            }
            let next = line.taken[line.taken.count - most].adding(seconds: 60)
            // Beyond that they wait together: a queue without an end is none of memory's.
            guard line.taken.count < Self.moments else { return next }
            line.taken.append(next)
            line.promised.append(next)
            return next
        }
    }

    private static let moments = 100_000
}
