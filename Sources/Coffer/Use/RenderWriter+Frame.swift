import CofferCharter
import CofferDelivery
import CofferFields
import CofferModel

/// What a connector's program reads on its descriptor: items of a name, a length and that many bytes.
extension RenderWriter {
    /// Writes the first line, what is asked, and then the values.
    ///
    /// - Parameters:
    ///   - connector: what the settings say of it.
    ///   - record: the card, or what the device is entered by.
    ///   - handed: the opened values.
    ///   - asks: which of them stands where.
    ///   - order: what it is for.
    ///   - secret: our own.
    /// - Throws: `not_found` for a value that is not there, `too_large`.
    mutating func frame(
        _ connector: Connector, of record: RecordID, _ handed: borrowing Handed, _ asks: UseAsks,
        _ order: OrderFacts?, _ secret: ConnectorSecret?
    ) throws(VaultError) {
        try raw(Array("coffer-connector 1\n".utf8))
        try item("for", connector.object.rawValue)
        try item("record", record.description)
        try item("protocol", connector.onwards)
        if let source = connector.source { try item("source", source.text) }
        if let order {
            try item("order.number", order.number)
            try item("order.amount", order.amount)
            try item("order.currency", order.currency)
        }
        for (name, place) in asks.places.sorted(by: { $0.key < $1.key }) {
            let field = asks.fields[place]
            let written: Void? = try unsafe asks.withBytes(of: place, handed) { (bytes) throws(VaultError) in
                unsafe try value("value.\(name)", bytes, of: field.type)
            }
            guard written != nil else { throw VaultError(.notFound, field: field.path) }
        }
        try unsafe secret?.withBytes { (bytes) throws(VaultError) in
            unsafe try item("secret", bytes)
        }
        try item("end", "")
    }

    private mutating func item(_ name: String, _ text: String) throws(VaultError) {
        try raw(Array("\(name) \(text.utf8.count)\n\(text)\n".utf8))
    }

    private mutating func item(_ name: String, _ bytes: UnsafeRawBufferPointer) throws(VaultError) {
        try raw(Array("\(name) \(bytes.count)\n".utf8))
        unsafe try raw(bytes)
        try raw([10])
    }

    private mutating func value(
        _ name: String, _ bytes: UnsafeRawBufferPointer, of type: FieldType
    ) throws(VaultError) {
        guard let pem = unsafe PEMLines(type, bytes) else { return unsafe try item(name, bytes) }
        try raw(Array("\(name) \(pem.count)\n".utf8))
        unsafe try self.pem(pem, bytes, newline: "\n")
        try raw([10])
    }
}
