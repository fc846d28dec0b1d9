/// A new customer, as somebody writes him down.
public struct SubjectInput: Hashable, Sendable {
    /// The company's own key of the customer.
    public let ref: String?
    /// The language he is written to in, as `bg`.
    public let language: String
    /// Through which door his data came, as `order`.
    public let source: String
    /// His records.
    public let records: [RecordInput]

    /// Takes a customer as he was given.
    ///
    /// - Parameters:
    ///   - ref: the company's own key of the customer.
    ///   - language: the language he is written to in.
    ///   - source: through which door his data came.
    ///   - records: his records.
    public init(ref: String? = nil, language: String, source: String, records: [RecordInput]) {
        self.ref = ref
        self.language = language
        self.source = source
        self.records = records
    }
}

extension SubjectInput {
    /// The canonical form that tells one input from another.
    package var json: JSON {
        let records: [JSON] = records.map {
            [
                "class": .string($0.className), "ref": $0.ref.map { .string($0) } ?? .null,
                "device": $0.device.map { .string($0) } ?? .null, "fields": .object($0.fields),
            ]
        }
        return [
            "ref": ref.map { .string($0) } ?? .null, "language": .string(language), "source": .string(source),
            "records": .array(records),
        ]
    }
}

extension SubjectInput {
    /// Reads one line of an import (service.md §1); unknown members are refused.
    ///
    /// - Parameter bytes: the line.
    /// - Throws: `bad_value` with the rule.
    public init(reading bytes: [UInt8]) throws(VaultError) {
        guard bytes.count <= Limits.lineBytes else { throw VaultError(.badValue, rule: "line.size") }
        let json: JSON
        do { json = try JSON(reading: bytes, limit: Limits.lineBytes) } catch {
            throw VaultError(.badValue, rule: "line.json")
        }
        try self.init(json: json)
    }

    /// Reads a customer who is already JSON; unknown members are refused.
    ///
    /// - Parameter json: as in a line of an import.
    /// - Throws: `bad_value` with the rule.
    public init(json: JSON) throws(VaultError) {
        do {
            var members = try Members(json)
            let ref = try members.takeIfPresent("ref") { Self.reference($0) }
            let language = try members.text("language") { $0 }
            let source = try members.text("source") { $0 }
            var records: [RecordInput] = []
            for record in try members.take("records", \.array) { records.append(try RecordInput(record)) }
            try members.end()
            self.init(ref: ref, language: language, source: source, records: records)
        } catch { throw VaultError(.badValue, rule: "line.members") }
    }

    static func reference(_ json: JSON) -> String? {
        json.string.flatMap { 1...128 ~= $0.utf8.count ? $0 : nil }
    }
}
