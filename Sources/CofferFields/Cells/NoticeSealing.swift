import CofferCrypto
package import CofferModel
package import CofferStore

extension Fields {
    /// The number of the outbox among the tables whose rows are sealed as kind 7.
    private static let table: UInt32 = 1
    /// Rows are padded, so that their length does not tell the kinds of notices apart.
    private static let block = 256

    /// Seals what a queued notice is about (kind 7).
    ///
    /// - Parameters:
    ///   - text: what it is about.
    ///   - notice: the notice.
    ///   - keys: the subject's keys.
    /// - Returns: a sealed value.
    /// - Throws: ``FieldsError/missingKey``.
    package func seal(
        _ text: [UInt8], of notice: NoticeID, _ keys: SubjectKeys
    ) throws(FieldsError) -> [UInt8] {
        guard let held = keyring.newest(.facts) else { throw .missingKey }
        return sealer.seal(
            Padding.padded(text, block: Self.block), under: held.key, version: held.record.version,
            scope: keys.root.key, context: context(notice, keys.subject))
    }

    /// Opens what a queued notice is about.
    ///
    /// - Parameters:
    ///   - row: its row.
    ///   - keys: the subject's keys.
    /// - Returns: what was sealed.
    /// - Throws: ``FieldsError/integrity`` for anything but what was sealed there.
    package func open(_ row: OutboxRow, _ keys: SubjectKeys) throws(FieldsError) -> [UInt8] {
        guard let version = SealedValue.version(of: row.sealed) else { throw .integrity }
        guard let held = keyring.key(.facts, version: version) else { throw .missingKey }
        let text = opened(row.sealed, held, scope: keys.root.key, context(row.notice, keys.subject))
        guard let text else { throw .integrity }
        return text
    }

    private func context(_ notice: NoticeID, _ subject: SubjectID) -> SealingContext {
        SealingContext(
            kind: .row, vault: vault, ofClass: 0, field: Self.table, subject: subject.bits,
            record: notice.bits, revision: 1)
    }
}
