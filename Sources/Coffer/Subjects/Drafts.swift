import CofferCharter
import CofferCrypto
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
            guard rule.derivedFrom == nil else {
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
        try match(input.className, values)
        return values
    }

    /// A private key that comes with a certificate is the one of that certificate.
    private func match(_ className: String, _ values: [FieldNumber: [UInt8]]) throws(VaultError) {
        let written = charter.fields.values.filter {
            $0.path.className == className && values[$0.number] != nil
        }
        for certificate in written where certificate.type == .certificate {
            for key in written where key.type == .privateKey {
                guard let der = values[certificate.number], let pem = values[key.number] else { continue }
                let matches = unsafe pem.withUnsafeBytes { pem in
                    unsafe (try? X509Certificate(der: der))?.matches(privateKey: pem) ?? false
                }
                guard matches else {
                    throw VaultError(.badValue, rule: "private_key.match", field: key.path)
                }
            }
        }
    }

    /// Adds what is read out of a certificate when the certificate is written.
    private func derive(_ className: String, _ values: inout [FieldNumber: [UInt8]]) throws(VaultError) {
        for rule in charter.fields.values where rule.path.className == className {
            guard let source = rule.derivedFrom.flatMap({ charter.fields[$0] }),
                let bytes = values[source.number]
            else { continue }
            let derived: [String: JSON]
            do { derived = try CertificateFields.derived(from: bytes) } catch {
                throw VaultError(.badValue, rule: error.rule, field: source.path)
            }
            guard let value = derived[rule.path.field] else { continue }
            do { values[rule.number] = try Canonical.bytes(of: value, as: rule.type, at: now()) } catch {
                throw VaultError(.badValue, rule: error.rule, field: source.path)
            }
        }
    }

    /// The asks for writing a draft; what is read out of another field is not asked for.
    func asks(_ draft: RecordDraft, of subject: SubjectID) -> [Ask] {
        draft.values.keys.sorted().compactMap { number in
            guard let path = charter.numbers[number], charter.fields[path]?.derivedFrom == nil else {
                return nil
            }
            return Ask(subject: subject, record: draft.record, path: path, form: nil)
        }
    }
}
