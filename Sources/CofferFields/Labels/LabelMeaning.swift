import CofferCharter
import CofferCrypto
package import CofferModel
package import CofferStore

/// What an issued label stands for, as its row keeps it sealed.
package struct LabelMeaning: Hashable, Sendable {
    /// The name of its kind, as the charter had it then.
    package let kind: String
    /// The field it stands for.
    package let number: FieldNumber
    /// The customer.
    package let subject: SubjectID
    /// The record; nil for the label of a network.
    package let record: RecordID?
    /// The service that it ends with; nil when its scope names none.
    package let service: String?

    init(
        kind: String, number: FieldNumber, subject: SubjectID, record: RecordID?, service: String?
    ) {
        self.kind = kind
        self.number = number
        self.subject = subject
        self.record = record
        self.service = service
    }
}

extension Fields {
    /// The row of a label that is about to leave; nil for one that is read again without a table.
    func issue(_ parts: LabelParts, as text: String, at now: Timestamp) throws(FieldsError) -> IssuedRow? {
        guard parts.rule.mode != .siv, let end = LabelPeriod.end(of: parts.rule.period.number(at: now)) else {
            return nil
        }
        let place = parts.place
        var meaning: [String: JSON] = [
            "kind": .string(parts.rule.kind), "class": .integer(Int64(place.number.ofClass)),
            "field": .integer(Int64(place.number.field)), "subject": .string(place.subject.description),
        ]
        if place.record != 0 { meaning["record"] = .string(RecordID(bits: place.record).description) }
        if parts.rule.scope == .relationship { meaning["service"] = .string(parts.service) }
        if parts.rule.mode == .table { meaning["text"] = .string(text) }
        return try issue(
            .object(meaning), as: text, target: try issuedTarget(parts.scope), of: place.subject, until: end)
    }

    /// What a label stands for.
    ///
    /// - Parameter row: the row found under its token.
    /// - Returns: what was sealed; nil for a one-time token, which stands for something else.
    /// - Throws: ``FieldsError/integrity`` for anything but what was sealed there.
    package func label(_ row: IssuedRow) throws(FieldsError) -> LabelMeaning? {
        let json = try meaning(of: row)
        guard let kind = json["kind"]?.string, let ofClass: UInt16 = json["class"]?.exactly(),
            let field: UInt32 = json["field"]?.exactly(),
            let subject = json["subject"]?.string.flatMap({ SubjectID($0) })
        else { return nil }
        return LabelMeaning(
            kind: kind, number: FieldNumber(ofClass: ofClass, field: field), subject: subject,
            record: json["record"]?.string.flatMap { RecordID($0) }, service: json["service"]?.string)
    }
}
