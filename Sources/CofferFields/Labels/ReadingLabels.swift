package import CofferCharter
import CofferCrypto
package import CofferModel

/// A record that a text names, if it is the label of a kind that is read without a table.
package struct NamedRecord: Sendable {
    /// The kind.
    package let rule: LabelRule
    /// The record; some bits or other, unless the text is such a label.
    package let record: RecordID
    let text: String
}

extension Fields {
    /// The texts that somebody may have meant, one a format; what is no label of any kind gives none.
    package func readings(_ typed: String, _ charter: Charter) -> Set<String> {
        Set(charter.labels.values.flatMap(\.formats).compactMap { $0.reading(typed) })
    }

    /// The records that a text names as a label that is read without a table, if it is one of a period that goes on.
    ///
    /// - Parameters:
    ///   - typed: the text.
    ///   - charter: the charter in force.
    ///   - now: the time.
    /// - Returns: one a kind at most, each to be held against the label that is made again.
    package func named(in typed: String, _ charter: Charter, at now: Timestamp) -> [NamedRecord] {
        charter.labels.values.filter { $0.mode == .siv }.sorted { $0.kind < $1.kind }.flatMap { rule in
            rule.formats.compactMap { format -> NamedRecord? in
                guard let held = keyring.newest(rule.key(at: now)), let text = format.reading(typed),
                    let bytes = format.bytes(of: text, count: 32),
                    let record = Derive.record(in: bytes, audience: held.key)
                else { return nil }
                return NamedRecord(rule: rule, record: record, text: text)
            }
        }
    }

    /// What a text stands for that names a record of this subject, if it is one of the labels made of that record.
    ///
    /// - Parameters:
    ///   - named: what the text names.
    ///   - keys: the subject's keys.
    ///   - charter: the charter in force.
    ///   - settings: for whom labels of his can have been made.
    /// - Returns: nil when none of them is this text.
    package func meaning(
        of named: NamedRecord, _ keys: SubjectKeys, _ charter: Charter, _ settings: [LabelSetting]
    ) -> LabelMeaning? {
        for setting in settings {
            guard let parts = labelParts(named.rule, named.record, keys, charter, setting),
                parts.text == named.text
            else { continue }
            return LabelMeaning(
                kind: named.rule.kind, number: parts.place.number, subject: keys.subject,
                record: named.record,
                service: named.rule.scope == .relationship ? parts.service : nil)
        }
        return nil
    }
}
