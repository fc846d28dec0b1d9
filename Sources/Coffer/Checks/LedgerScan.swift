import CofferLedger
import CofferModel

/// Goes through the rows of all logs, newest first, until there are as many as wanted.
///
/// Memory is that of the answer; time is bounded by ``Limits/scannedRows``. Whoever wants older rows asks again.
struct LedgerScan: Sendable {
    /// A log, and how many of its rows are committed.
    struct Log: Sendable {
        let number: UInt16
        let directory: LogDirectory
        let size: UInt64
    }

    /// What was found.
    struct Found: Sendable {
        /// Oldest first.
        var rows: [(log: UInt16, row: LedgerRow)] = []
        /// The oldest row that was looked at, when there are older ones.
        var more: LedgerPlace?

        fileprivate var inOrder: Found { Found(rows: rows.reversed(), more: more) }
    }

    let logs: [Log]
    /// Only rows that stand before this one.
    let before: LedgerPlace?
    /// Only rows about this subject; nil for all.
    let subject: Reference?
    /// At most how many.
    let last: Int

    private final class Head {
        let log: UInt16
        let tail: LedgerTail
        var next: LedgerRow?

        init(_ log: Log) throws(LedgerError) {
            self.log = log.number
            tail = try LedgerTail(log.directory, through: log.size)
        }
    }

    /// Reads; blocks as long as it takes.
    func run() throws(VaultError) -> Found {
        do throws(LedgerError) { return try read() } catch {
            throw error == .outOfRange ? VaultError(.badValue, rule: "ledger.place") : error.asVaultError
        }
    }

    private func read() throws(LedgerError) -> Found {
        var heads: [Head] = []
        for log in logs { heads.append(try Head(log)) }
        try skip(heads)
        for head in heads { head.next = try head.tail.next() }
        var found = Found()
        var bytes = 0
        var scanned = 0
        while let head = heads.filter({ $0.next != nil }).max(by: { Self.isOlder($0, $1) }),
            let row = head.next
        {
            guard found.rows.count < last, bytes < Limits.historyBytes, scanned < Limits.scannedRows else {
                return found.inOrder
            }
            scanned += 1
            found.more = LedgerPlace(log: head.log, sequence: row.sequence)
            if subject == nil || row.entry.subject == subject {
                found.rows.append((head.log, row))
                bytes += head.tail.rowBytes
            }
            head.next = try head.tail.next()
        }
        found.more = nil
        return found.inOrder
    }

    /// Goes to behind the rows that stand before the one that was named.
    private func skip(_ heads: [Head]) throws(LedgerError) {
        guard let before else { return }
        guard let own = heads.first(where: { $0.log == before.log }) else { throw .outOfRange }
        try own.tail.jump { $0.sequence <= before.sequence }
        guard let row = try own.tail.next(), row.sequence == before.sequence else { throw .outOfRange }
        for head in heads where head.log != before.log {
            try head.tail.jump { ($0.time, head.log) < (row.time, before.log) }
        }
    }

    private static func isOlder(_ one: Head, _ other: Head) -> Bool {
        guard let row = one.next, let next = other.next else { return false }
        return (row.time, one.log) < (next.time, other.log)
    }
}
