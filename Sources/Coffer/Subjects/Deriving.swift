import CofferCharter
import CofferFields
import CofferForms
import CofferModel
import CofferStore

extension Vault {
    /// Adds what is read out of certificates and keys when they are written.
    ///
    /// - Parameters:
    ///   - className: the record's class.
    ///   - values: canonical bytes by field; the derived ones are added.
    /// - Throws: `bad_value` with the rule and the field that was written; `private_key.match` when two do not agree.
    func derive(_ className: String, _ values: inout [FieldNumber: [UInt8]]) throws(VaultError) {
        let rules = charter.fields.values.filter { $0.path.className == className }
        var keyHash: JSON?
        // In the order of their numbers, so that of two that do not agree the later one is named.
        for source in rules.sorted(by: { $0.number < $1.number }) {
            guard let written = values[source.number] else { continue }
            do throws(BadValue) {
                let fields = try CertificateFields.derived(from: written, as: source.type, at: now())
                if let hash = fields["key_hash"] {
                    guard keyHash ?? hash == hash else { throw BadValue("private_key.match") }
                    keyHash = hash
                }
                for rule in rules where rule.sources.contains(source.path) {
                    guard let value = fields[rule.path.field] else { continue }
                    values[rule.number] = try Canonical.bytes(of: value, as: rule.type, at: now())
                }
            } catch { throw VaultError(.badValue, rule: error.rule, field: source.path) }
        }
    }

    /// A chain that comes with a certificate vouches for it.
    func checkChain(_ className: String, _ values: [FieldNumber: [UInt8]]) throws(VaultError) {
        let written = charter.fields.values.filter {
            $0.path.className == className && values[$0.number] != nil
        }
        for chain in written where chain.type == .certificateChain {
            for certificate in written where certificate.type == .certificate {
                guard let links = values[chain.number], let der = values[certificate.number] else { continue }
                do { try CertificateFields.check(chain: links, of: der) } catch {
                    throw VaultError(.badValue, rule: error.rule, field: chain.path)
                }
            }
        }
    }

    /// Checks that what is read out of a written field is what it was, where another that it is read out of stays: so a
    /// private key is that of its certificate whichever came first.
    ///
    /// Nothing is opened: equal values have equal index tokens, and other values other ones.
    ///
    /// - Parameters:
    ///   - draft: what is written.
    ///   - before: the record as it is stored.
    ///   - after: the record as it is to be.
    /// - Throws: `bad_value` with `private_key.match`, or `private_key.alone` where it cannot be told, and the field that was
    ///   written.
    func checkAgreement(
        _ draft: RecordDraft, _ before: (row: RecordRow, tokens: [IndexRow]), _ after: SealedRecord
    ) throws(VaultError) {
        guard let stored = try? PackedRow(reading: before.row.packed) else { throw VaultError(.integrity) }
        for rule in charter.fields.values where rule.sources.count > 1 && draft.values[rule.number] != nil {
            let sources = rule.sources.compactMap { charter.fields[$0] }
            let isWritten = { (source: FieldRule) in draft.values[source.number] != nil }
            let stays = sources.contains { source in
                !isWritten(source) && stored.cells.contains { $0.field == source.number.field }
            }
            guard stays, let written = sources.first(where: isWritten) else { continue }
            // A generation made since has no token of the record yet; one of them is enough, and none is no proof.
            let old = Set(before.tokens.filter { $0.number == rule.number }.map(\.token))
            guard !old.isEmpty else {
                // The record is from before there was such a field: what it is read out of comes in one write.
                throw VaultError(.badValue, rule: "private_key.alone", field: written.path)
            }
            let isSame = after.tokens.contains { $0.number == rule.number && old.contains($0.token) }
            guard isSame else {
                throw VaultError(.badValue, rule: "private_key.match", field: written.path)
            }
        }
    }
}
