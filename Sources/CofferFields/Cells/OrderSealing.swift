import CofferCrypto
package import CofferModel
package import CofferStore

extension Fields {
    /// The number of the orders among the tables whose rows are sealed as kind 7.
    private static let table: UInt32 = 2
    /// Rows are padded, so that their length does not tell amounts apart.
    private static let block = 256

    /// Seals what a card may be charged for (kind 7).
    ///
    /// - Parameters:
    ///   - text: number, card, amount and currency.
    ///   - name: the order, as stores and the ledger name it.
    ///   - revision: the revision that the row will have.
    ///   - keys: the subject's keys.
    /// - Returns: a sealed value.
    /// - Throws: ``FieldsError/missingKey``.
    package func seal(
        _ text: [UInt8], ofOrder name: Reference, revision: UInt64, _ keys: SubjectKeys
    ) throws(FieldsError) -> [UInt8] {
        guard let held = keyring.newest(.facts) else { throw .missingKey }
        return sealer.seal(
            Padding.padded(text, block: Self.block), under: held.key, version: held.record.version,
            scope: keys.root.key, context: context(name, revision, keys.subject))
    }

    /// Opens what a card may be charged for.
    ///
    /// - Parameters:
    ///   - row: an order that is open.
    ///   - keys: its subject's keys.
    /// - Returns: what was sealed.
    /// - Throws: ``FieldsError/integrity`` for anything but what was sealed there.
    package func open(_ row: OrderRow, _ keys: SubjectKeys) throws(FieldsError) -> [UInt8] {
        guard let sealed = row.sealed, let version = SealedValue.version(of: sealed) else {
            throw .integrity
        }
        guard let held = keyring.key(.facts, version: version) else { throw .missingKey }
        let context = context(row.name, row.revision, keys.subject)
        guard let text = opened(sealed, held, scope: keys.root.key, context) else { throw .integrity }
        return text
    }

    private func context(_ name: Reference, _ revision: UInt64, _ subject: SubjectID) -> SealingContext {
        SealingContext(
            kind: .row, vault: vault, ofClass: 0, field: Self.table, subject: subject.bits,
            record: name.bits, revision: revision)
    }
}
