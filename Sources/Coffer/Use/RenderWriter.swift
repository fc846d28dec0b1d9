import CofferCharter
import CofferCrypto
import CofferDelivery
import CofferFields
import CofferModel

/// Writes templates and values into one locked buffer, which never grows.
struct RenderWriter: ~Copyable {
    /// What a value must not break out of.
    enum Text {
        /// A text in JSON.
        case json
        /// A header.
        case header
    }

    private var buffer: LockedBuffer

    init(_ buffer: consuming LockedBuffer) { self.buffer = buffer }

    /// Bytes written so far.
    var count: Int { buffer.count }

    /// The buffer with all that was written.
    consuming func finish() -> LockedBuffer { buffer }

    /// Writes bytes as they are.
    @discardableResult
    mutating func raw(_ bytes: UnsafeRawBufferPointer) throws(VaultError) -> Range<Int> {
        do { return unsafe try buffer.append(bytes) } catch { throw Self.tooLarge }
    }

    /// Writes bytes that are no secret.
    mutating func raw(_ bytes: [UInt8]) throws(VaultError) {
        do { try buffer.append(bytes) } catch { throw Self.tooLarge }
    }

    /// Writes a template with its values.
    mutating func write(
        _ template: ConnectorTemplate, as text: Text, _ handed: borrowing Handed, _ asks: UseAsks,
        _ order: OrderFacts?, _ secret: ConnectorSecret?
    ) throws(VaultError) {
        for piece in template.pieces {
            switch piece {
            case .text(let bytes): try raw(bytes)
            // Digits, letters and points: nothing of them breaks out.
            case .order("number"): try raw(Array((order?.number ?? "").utf8))
            case .order("amount"): try raw(Array((order?.amount ?? "").utf8))
            case .order: try raw(Array((order?.currency ?? "").utf8))
            case .secret:
                guard unsafe secret?.withBytes({ unsafe write($0, as: text) }) ?? true else {
                    throw VaultError(
                        .unavailable, rule: "connector.value", naming: "connectors.secret_file")
                }
            case .value(let name):
                guard let place = asks.places[name] else { throw VaultError(.notFound) }
                let field = asks.fields[place]
                let written: Void? = try unsafe asks.withBytes(of: place, handed) {
                    (bytes) throws(VaultError) in
                    guard unsafe write(bytes, of: field.type, as: text) else {
                        throw VaultError(.badValue, rule: "connector.value", field: field.path)
                    }
                }
                guard written != nil else { throw VaultError(.notFound, field: field.path) }
            }
        }
    }

    /// What is kept as bytes is a text in PEM outside.
    private mutating func write(
        _ bytes: UnsafeRawBufferPointer, of type: FieldType, as text: Text
    ) -> Bool {
        guard let pem = unsafe PEMLines(type, bytes) else { return unsafe write(bytes, as: text) }
        guard text == .json else { return false }
        return unsafe (try? self.pem(pem, bytes, newline: "\\n")) != nil
    }

    /// False for a value that cannot stand in such a text, or has no room.
    private mutating func write(_ bytes: UnsafeRawBufferPointer, as text: Text) -> Bool {
        switch text {
        case .header:
            guard unsafe bytes.allSatisfy({ 32...126 ~= $0 }) else { return false }
            return unsafe (try? buffer.append(bytes)) != nil
        case .json: return unsafe escape(bytes)
        }
    }

    /// As RFC 8259 §7 has it; what is no UTF-8 is no text.
    private mutating func escape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard unsafe Self.isText(bytes) else { return false }
        var start = 0
        for place in 0...bytes.count {
            let byte = place < bytes.count ? unsafe bytes[place] : 0
            let isPlain = byte >= 32 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            if isPlain { continue }
            let run = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<place])
            guard unsafe (try? buffer.append(run)) != nil else { return false }
            start = place + 1
            guard place < bytes.count else { break }
            let digits = Array("0123456789abcdef".utf8)
            let code = Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            guard (try? buffer.append(code)) != nil else { return false }
        }
        return true
    }

    private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var decoder = UTF8()
        var rest = unsafe bytes.makeIterator()
        while true {
            switch unsafe decoder.decode(&rest) {
            case .scalarValue: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }

    private static var tooLarge: VaultError { VaultError(.tooLarge, rule: "connector.value") }
}
