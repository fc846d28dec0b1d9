import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

/// Orders of a card end with it: nobody can charge them, and they would take the places of others.
extension Vault {
    /// What the ledger says of the open orders of some cards when these go.
    ///
    /// One that is not what the ledger says stays for `verify` to name: it must not keep its card here.
    ///
    /// - Parameters:
    ///   - isGone: whether a card goes.
    ///   - open: whose they are.
    ///   - room: how many there is room for in the row; the others stay.
    /// - Returns: what they are of, and their changes.
    /// - Throws: a failure.
    func orders(
        endingWith isGone: (RecordID) -> Bool, _ open: OpenSubject, room: Int
    ) async throws(VaultError) -> [(order: OrderFacts, change: LedgerChange)] {
        let rows: [OrderRow]
        do { rows = try await data.orders(of: open.keys.subject) } catch { throw vaultError(error) }
        var ending: [(order: OrderFacts, change: LedgerChange)] = []
        for row in rows where row.sealed != nil && ending.count < room {
            let hash = memory.withLock { $0.vouched[row.name]?.hash }
            guard hash == RowHash.order(row), let bytes = try? fields.open(row, open.keys),
                let facts = try? OrderFacts(reading: bytes), isGone(facts.record)
            else { continue }
            ending.append((facts, LedgerChange(record: row.name, revision: row.revision + 1, hash: nil)))
        }
        return ending
    }

    /// Lets the codes go that wait for orders which have ended.
    func dropCodes(of ended: [(order: OrderFacts, change: LedgerChange)]) {
        for one in ended { codes.drop(one.order.record, one.order.number) }
    }

    /// What ends in the store those orders of which a row of the ledger says so; done again, nothing.
    ///
    /// - Parameters:
    ///   - subject: whose they are.
    ///   - intent: the row.
    ///   - position: where it stands.
    /// - Returns: what to commit with the rest of it.
    /// - Throws: a failure.
    func endings(
        of subject: SubjectID, by intent: LedgerEntry, at position: IntentPosition
    ) async throws(VaultError) -> [DataChange] {
        let names = intent.changes.filter { $0.hash == nil }.map { ($0.record, $0.revision) }
        let ended = Dictionary(names) { max($0, $1) }
        let rows: [OrderRow]
        do { rows = try await data.orders(of: subject) } catch { throw vaultError(error) }
        return rows.compactMap { row in
            guard row.sealed != nil, ended[row.name] == row.revision + 1 else { return nil }
            return .putOrder(
                OrderRow(
                    name: row.name, subject: subject, revision: row.revision + 1, intent: position,
                    sealed: nil),
                expected: row.revision)
        }
    }
}
