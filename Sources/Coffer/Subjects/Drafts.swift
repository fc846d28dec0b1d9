import CofferCharter
import CofferFields
import CofferForms
import CofferModel

extension Vault {
    /// The canonical bytes of a record's values, and of the values read out of them.
    ///
    /// - Throws: `field_not_in_class` or `bad_value`, with field and rule.
    func canonical(_ input: RecordInput) throws(VaultError) -> [FieldNumber: [UInt8]] {
        guard charter.classes[input.className] != nil else {
            throw VaultError(.fieldNotInClass, rule: "class.unknown")
        }
        guard !input.fields.isEmpty else { throw VaultError(.badValue, rule: "record.empty") }
        var values: [FieldNumber: [UInt8]] = [:]
        for (name, value) in input.fields.sorted(by: { $0.key < $1.key }) {
            let path = FieldPath(className: input.className, field: name)
            guard let rule = charter.fields[path] else {
                throw VaultError(.fieldNotInClass, rule: "field.unknown")
            }
            guard !rule.isDerived else {
                throw VaultError(.badValue, rule: "field.derived", field: path)
            }
            let bytes: [UInt8]
            do { bytes = try Canonical.bytes(of: value, as: rule.type, at: now()) } catch {
                throw VaultError(.badValue, rule: error.rule, field: path)
            }
            guard bytes.count <= Limits.valueBytes else {
                throw VaultError(.badValue, rule: "value.size", field: path)
            }
            values[rule.number] = bytes
        }
        try derive(input.className, &values)
        try checkChain(input.className, values)
        return values
    }

    /// The asks for writing a draft; what is read out of another field is not asked for.
    func asks(_ draft: RecordDraft, of subject: SubjectID) -> [Ask] {
        draft.values.keys.sorted().compactMap { number in
            guard let path = charter.numbers[number], charter.fields[path]?.isDerived != true else {
                return nil
            }
            return Ask(subject: subject, record: draft.record, path: path, form: nil)
        }
    }
}
