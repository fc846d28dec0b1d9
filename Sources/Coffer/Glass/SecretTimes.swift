import CofferCharter
import CofferLedger
import CofferModel

/// When each secret of a device was written, and until when one that somebody saw since is to be changed, as the ledger has it:
/// nothing has to be opened to know how old it is.
struct SecretTimes: Sendable {
    /// Of one secret.
    struct Times: Hashable, Sendable {
        let written: Timestamp
        var due: Timestamp?
    }

    /// The fields that count.
    let watched: Set<FieldPath>
    private var all: [Reference: [FieldPath: Times]] = [:]
    /// What stood there before intents that may still be aborted; an abort follows its intent at once.
    private var before: [(intent: UInt64, record: Reference, times: [FieldPath: Times]?)] = []

    /// Of how many records it remembers that.
    private static let undoRows = 8192

    init(watching paths: Set<FieldPath>) { watched = paths }

    /// Those of one record.
    subscript(record: Reference) -> [FieldPath: Times] { all[record] ?? [:] }

    /// Learns one row.
    ///
    /// - Parameters:
    ///   - entry: the row.
    ///   - sequence: its number.
    ///   - time: its time.
    ///   - sees: whether the log is one that says what somebody saw.
    mutating func learn(_ entry: LedgerEntry, sequence: UInt64, at time: Timestamp, sees: Bool) {
        if entry.state == .aborted, let intent = entry.closes { return forget(intent) }
        if entry.state == .intent {
            for cell in entry.cells {
                guard let record = cell.record else { continue }
                let written = watched.intersection(cell.written)
                guard !written.isEmpty else { continue }
                keep(record, of: sequence)
                for path in written { all[record, default: [:]][path] = Times(written: time, due: nil) }
            }
            for change in entry.changes where change.hash == nil {
                guard let record = change.record, all[record] != nil else { continue }
                keep(record, of: sequence)
                all[record] = nil
            }
        }
        guard sees, entry.noted == BrokenGlass.Word.opened.rawValue, let due = entry.due, entry.code == nil
        else {
            return
        }
        for cell in entry.cells {
            guard let record = cell.record else { continue }
            for path in watched.intersection(cell.granted[.clear] ?? []) { all[record]?[path]?.due = due }
        }
    }

    private mutating func keep(_ record: Reference, of intent: UInt64) {
        before.append((intent, record, all[record]))
        if before.count > 2 * Self.undoRows { before.removeFirst(Self.undoRows) }
    }

    private mutating func forget(_ intent: UInt64) {
        for one in before.reversed() where one.intent == intent { all[one.record] = one.times }
        before.removeAll { $0.intent == intent }
    }
}

extension Charter {
    /// The fields whose secrets are to be changed now and then, or once somebody has seen them.
    var secretPaths: Set<FieldPath> {
        Set(fields.values.filter { $0.type.isSecretOfDevice }.map(\.path))
    }
}
