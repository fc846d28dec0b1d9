import CofferCharter
import CofferCrypto
import CofferDelivery
import CofferFields
import CofferForms
import CofferModel
import CofferOutbound

/// What a connector is handed, with the values in it, in locked memory that is wiped when it is let go.
final class Rendered: Sendable {
    private let buffer: LockedBuffer
    private let header: Range<Int>?
    private let body: Range<Int>
    private let values: [(number: FieldNumber, type: FieldType, range: Range<Int>)]

    /// Puts the values in their places.
    ///
    /// - Parameters:
    ///   - connector: how they reach it.
    ///   - record: the card, or what the device is entered by.
    ///   - handed: the opened values.
    ///   - asks: which of them stands where.
    ///   - order: what it is for.
    ///   - secret: our own.
    /// - Throws: `bad_value` with `connector.value` for a value that has no place in such a text, `too_large`, or
    ///   `unavailable`.
    init(
        _ connector: Connector, of record: RecordID, _ handed: borrowing Handed, _ asks: UseAsks,
        _ order: OrderFacts?, _ secret: ConnectorSecret?
    ) throws(VaultError) {
        var writer: RenderWriter
        do {
            writer = RenderWriter(try BufferPool(buffers: 1, bytesEach: DeliveryLimits.renderedBytes).take())
        } catch { throw VaultError(.unavailable, "no memory could be locked") }
        var values: [(FieldNumber, FieldType, Range<Int>)] = []
        for (place, field) in asks.fields.enumerated() where !field.type.isGuard {
            let range = try unsafe asks.withBytes(of: place, handed) { (bytes) throws(VaultError) in
                unsafe try writer.raw(bytes)
            }
            if let range { values.append((field.number, field.type, range)) }
        }
        // Our own secret is as little for who asks as the values are.
        let range = try unsafe secret?.withBytes { (bytes) throws(VaultError) in
            unsafe try writer.raw(bytes)
        }
        if let range { values.append((FieldNumber(ofClass: 0, field: 0), .secret, range)) }
        var header: Range<Int>?
        if case .https(let site) = connector.way, let line = site.header {
            let start = writer.count
            try writer.raw(Array("\(line.name): ".utf8))
            try writer.write(line.value, as: .header, handed, asks, order, secret)
            // libcurl reads it as a text of C.
            try writer.raw([0])
            header = start..<writer.count
        }
        let start = writer.count
        switch connector.way {
        case .https(let site): try writer.write(site.body, as: .json, handed, asks, order, secret)
        case .program: try writer.frame(connector, of: record, handed, asks, order, secret)
        }
        self.header = header
        body = start..<writer.count
        self.values = values
        buffer = writer.finish()
    }

    /// Lends header and body for the length of a call.
    func lend(
        _ send: (UnsafePointer<CChar>?, UnsafeRawBufferPointer) -> ConnectorOutcome
    ) -> ConnectorOutcome {
        unsafe buffer.withBytes(body) { body in
            guard let header else { return unsafe send(nil, body) }
            return unsafe buffer.withBytes(header) { line in
                unsafe send(line.baseAddress?.assumingMemoryBound(to: CChar.self), body)
            }
        }
    }

    /// Copies of the values for the comparison with what came back, as short-lived as that.
    func scanned() -> [ScannedValue] {
        values.flatMap { number, type, range in
            let bytes = unsafe buffer.withBytes(range) { unsafe Array($0) }
            // A track says the card's number as well.
            let card = CardTrack.number(in: bytes).map { ScannedValue(number: number, type: .pan, bytes: $0) }
            return [ScannedValue(number: number, type: type, bytes: bytes)] + [card].compactMap(\.self)
        }
    }
}
