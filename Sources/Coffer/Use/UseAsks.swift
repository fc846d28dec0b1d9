import CofferCharter
import CofferDelivery
import CofferFields
import CofferModel
import CofferStore

/// What one use asks for: the values of the templates, then what says how the device may be entered.
struct UseAsks {
    /// All of it, as the decision sees it.
    let all: [Ask]
    /// Where in it the value of a template's name stands.
    let places: [String: Int]
    /// Its fields.
    let fields: [FieldRule]
    /// What no store has, by its place, taken out of its slot for this use.
    var codes: [Int: TakenCode] = [:]

    /// Where a field stands that is never stored.
    var taken: [Int] { fields.indices.filter { fields[$0].retention.neverKept } }

    /// Lends the bytes of one value; nil where there is none.
    func withBytes<Result, Failure: Error>(
        of place: Int, _ handed: borrowing Handed,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard fields[place].retention.neverKept else { return unsafe try handed.withBytes(of: place, body) }
        guard let code = codes[place] else { return nil }
        return unsafe try code.withBytes(body)
    }

    /// Refuses a device outside the connector's networks, and what its own lists do not allow: by which protocol, from
    /// where (S2-20, S2-21).
    func check(_ handed: borrowing Handed, _ connector: Connector) throws(VaultError) {
        for (place, field) in fields.enumerated() where field.type.isPlace {
            let address = unsafe handed.withBytes(of: place) { unsafe Array($0) } ?? []
            guard connector.reaches(String(decoding: address, as: UTF8.self)) else {
                throw VaultError(.targetDenied, rule: "connector.network", field: field.path)
            }
        }
        for (place, field) in fields.enumerated() where field.type.isGuard {
            let list = unsafe handed.withBytes(of: place) { unsafe Array($0) }
            let texts = list.flatMap { try? JSON(reading: $0) }?.array?.compactMap(\.string) ?? []
            if field.type == .protocolList, !texts.contains(connector.onwards) {
                throw VaultError(.protocolDenied, field: field.path)
            }
            guard field.type == .sourceList else { continue }
            let isListed = connector.source.map { source in
                texts.contains { Network($0)?.contains(source.text) ?? false }
            }
            if isListed != true { throw VaultError(.sourceAddress, field: field.path) }
        }
    }
}

extension Vault {
    /// Each field is the record's own, or of the device that it hangs on.
    func asks(
        _ connector: Connector, _ row: RecordRow, _ open: OpenSubject
    ) throws(VaultError) -> UseAsks {
        let parent = row.parent.flatMap { open.records[$0] }
        var asks: [Ask] = []
        var places: [String: Int] = [:]
        var rules: [FieldRule] = []
        func add(_ path: FieldPath) throws(VaultError) {
            guard let field = charter.fields[path],
                let holder = [row, parent].compactMap({ $0 }).first(where: {
                    $0.ofClass == field.number.ofClass
                })
            else { throw VaultError(.targetDenied, field: path) }
            asks.append(
                Ask(subject: row.subject, record: holder.record, path: path, form: .delivered))
            rules.append(field)
        }
        for (name, path) in connector.values.sorted(by: { $0.key < $1.key }) {
            places[name] = asks.count
            try add(path)
        }
        for path in try stored(row).sorted() where charter.fields[path]?.type.isGuard == true {
            try add(path)
        }
        return UseAsks(all: asks, places: places, fields: rules)
    }
}
