import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

/// What is known of the order of one number.
///
/// The ledger says how it stands; the row holds what may be charged while it is open. So a number that was used up is
/// taken for good, whatever became of the row.
struct KeptOrder: Sendable {
    /// How stores and the ledger name it.
    let name: Reference
    /// What the ledger has seen of it; 0 for a number that was never noted.
    let revision: UInt64
    /// The row in the store, if there is one.
    let row: OrderRow?
    /// What may be charged; nil unless it is open.
    let facts: OrderFacts?
}

extension Vault {
    /// Looks an order up, behind all writers.
    ///
    /// - Parameters:
    ///   - number: its number, as somebody gave it.
    ///   - open: whose it is.
    /// - Returns: how it stands.
    /// - Throws: `integrity` where row and ledger differ.
    func order(_ number: String, _ open: OpenSubject) async throws(VaultError) -> KeptOrder {
        let name = open.keys.reference(ofOrder: number)
        let row: OrderRow?
        do { row = try await data.orders(of: open.keys.subject).first { $0.name == name } } catch {
            throw vaultError(error)
        }
        let vouched = memory.withLock { $0.vouched[name] }
        guard let hash = vouched?.hash else {
            guard vouched != nil || row == nil else { throw VaultError(.integrity) }
            return KeptOrder(name: name, revision: vouched?.revision ?? 0, row: row, facts: nil)
        }
        guard let row, row.revision == vouched?.revision, RowHash.order(row) == hash else {
            throw VaultError(.integrity, "an order is not what the ledger says")
        }
        do {
            let facts = try OrderFacts(reading: try fields.open(row, open.keys))
            return KeptOrder(name: name, revision: row.revision, row: row, facts: facts)
        } catch {
            throw VaultError((error as? FieldsError)?.code ?? .integrity)
        }
    }

    /// Puts an order in the place of what is known of its number: open with facts, else ended; in a turn.
    ///
    /// - Parameters:
    ///   - facts: what may be charged; nil for nothing any more.
    ///   - kept: how it stood.
    ///   - open: whose it is.
    ///   - row: what the ledger says of it.
    /// - Throws: as ``commit(_:)``.
    func keep(
        _ facts: OrderFacts?, as kept: KeptOrder, _ open: OpenSubject, _ row: LedgerEntry
    ) async throws(VaultError) {
        let (subject, revision, log) = (open.keys.subject, kept.revision + 1, log)
        var sealed: [UInt8]?
        if let facts {
            do {
                sealed = try fields.seal(
                    facts.canonical, ofOrder: kept.name, revision: revision, open.keys)
            } catch { throw VaultError(error.code) }
        }
        let order = OrderRow(
            name: kept.name, subject: subject, revision: revision,
            intent: IntentPosition(log: log, sequence: 0), sealed: sealed)
        var intent = row
        intent.state = .intent
        intent.changes = [
            LedgerChange(
                record: kept.name, revision: revision, hash: sealed.map { _ in RowHash.order(order) })
        ]
        let before = kept.row.flatMap { $0.sealed == nil && $0.intent.log == log ? nil : $0.revision }
        var write = Write { positions in
            // What ended before goes with this: that this row arrived says that those had.
            positions.flatMap { (position) -> [DataChange] in
                var order = order
                order.intent = position
                return [.dropOrders(subject, endedIn: log), .putOrder(order, expected: before)]
            }
        }
        write.intents = [intent]
        _ = try await commit(write)
    }
}
