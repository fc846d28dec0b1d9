import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// The inventory of keys.
    ///
    /// - Parameter session: who asks.
    /// - Returns: a line a key, in a stable order.
    /// - Throws: the denial's code, or a failure.
    public func keyInventory(as session: Session) async throws(VaultError) -> [KeyLine] {
        try await permit(.keys, session)
        _ = try await record([entry(session, RequestID.random(from: random), .keys)])
        let keyring = keyring
        let lines = keyring.file.manifest.keys.map { record in
            KeyLine(
                id: record.id, use: name(record.use), version: Int(record.version),
                state: record.state.rawValue,
                created: record.created, held: keyring.key(record.use, version: record.version) != nil)
        }
        return lines.sorted { ($0.use, $0.version) < ($1.use, $1.version) }
    }

    private func name(_ use: KeyUse) -> String {
        func field(_ number: FieldNumber) -> String {
            charter.numbers[number]?.description ?? "\(number.ofClass).\(number.field)"
        }
        return switch use {
        case .field(let number): "field \(field(number))"
        case .masked(let number): "masked \(field(number))"
        case .index(let number): "index \(field(number))"
        case .audience(let audience, let period): "labels \(audience.rawValue) \(period)"
        case .labelIndex: "label index"
        case .facts: "facts"
        case .scopes(let kind): "scopes \(scopeName(kind))"
        case .idempotency(let day):
            "idempotency \(Timestamp(milliseconds: Int64(day) * 86_400_000).description.prefix(10))"
        case .references: "references"
        case .manifest: "manifest"
        case .ledger(let log): "ledger \(log)"
        }
    }

    private func scopeName(_ kind: UInt16) -> String {
        if kind == 0 { return "reference" }
        return charter.retention.values.first { $0.number == kind }?.name ?? String(kind)
    }
}
