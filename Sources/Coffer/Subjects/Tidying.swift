import CofferFields
import CofferLedger
import CofferModel
import CofferStore

/// The records of a subject from which dead values go: what is left of each, and how the ledger names it.
///
/// The same rows and keys always give the same result, so that it can be done again after a crash.
struct Tidying: Sendable {
    private var rows: [(row: RecordRow, before: UInt64, tokens: [IndexRow])] = []
    private var removed: [RecordRow] = []

    /// How many records lose some values, and how many go.
    var counts: (changed: Int, removed: Int) { (rows.count, removed.count) }

    /// Takes what was sealed under some keys out of records.
    ///
    /// A record of which nothing is left goes, unless another that stays hangs on it. A row that cannot be read stays as it
    /// is, for `verify` to name.
    ///
    /// - Parameters:
    ///   - dead: where the keys were.
    ///   - records: all of the subject's.
    ///   - tokens: all of theirs.
    init(_ dead: Set<ScopeAddress>, in records: [RecordRow], _ tokens: [IndexRow]) {
        let tokens = Dictionary(grouping: tokens, by: \.record)
        var rest: [(row: RecordRow, packed: PackedRow, gone: [PackedCell])] = []
        for row in records {
            guard let packed = try? PackedRow(reading: row.packed) else { continue }
            let gone = packed.cells.filter { !dead.isDisjoint(with: row.scopes(of: $0)) }
            rest.append((row, packed, gone))
        }
        let staying = Self.withParents(
            rest.filter { $0.gone.count < $0.packed.cells.count }.map(\.row), of: records)
        for (row, packed, gone) in rest {
            if !staying.contains(row.record) {
                removed.append(row)
            } else if !gone.isEmpty,
                let left = Self.left(of: row, packed, without: gone, tokens[row.record] ?? [])
            {
                rows.append(left)
            }
        }
    }

    /// Records and all that they hang on.
    private static func withParents(_ some: [RecordRow], of records: [RecordRow]) -> Set<RecordID> {
        let parents = Dictionary(uniqueKeysWithValues: records.map { ($0.record, $0.parent) })
        var all: Set<RecordID> = []
        for row in some {
            var next: RecordID? = row.record
            while let record = next, all.insert(record).inserted { next = parents[record] ?? nil }
        }
        return all
    }

    /// How the ledger names all of it.
    func changes(_ keys: SubjectKeys) -> [LedgerChange] {
        rows.map {
            LedgerChange(
                record: keys.reference(of: $0.row.record), revision: $0.row.revision,
                hash: RowHash.record($0.row, tokens: $0.tokens))
        }
            + removed.map {
                LedgerChange(record: keys.reference(of: $0.record), revision: $0.revision + 1, hash: nil)
            }
    }

    /// What to store.
    func stored(at intent: IntentPosition) -> [DataChange] {
        rows.map { one in
            var row = one.row
            row.intent = intent
            return .replaceRecord(row, expected: one.before, tokens: one.tokens)
        } + removed.map { .removeRecord($0.subject, $0.record, expected: $0.revision) }
    }

    private static func left(
        of row: RecordRow, _ packed: PackedRow, without gone: [PackedCell], _ tokens: [IndexRow]
    ) -> (RecordRow, UInt64, [IndexRow])? {
        var (row, packed) = (row, packed)
        for cell in gone { packed.remove(field: cell.field, kind: cell.kind) }
        let before = row.revision
        guard let bytes = try? packed.bytes() else { return nil }
        row.packed = bytes
        row.revision += 1
        let fields = Set(gone.map(\.field))
        return (row, before, tokens.filter { !fields.contains($0.number.field) })
    }
}

extension RecordRow {
    /// Where the keys of its values can be.
    var scopes: Set<ScopeAddress> {
        guard let packed = try? PackedRow(reading: packed) else { return [] }
        return Set(packed.cells.flatMap { scopes(of: $0) })
    }

    /// Where the key of a value can be: the record's own, or the one that all of its subject's records share.
    func scopes(of cell: PackedCell) -> [ScopeAddress] {
        [record.bits, 0].map { ScopeAddress(kind: cell.scope, day: 0, owner: subject.bits, record: $0) }
    }
}
