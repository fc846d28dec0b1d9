import CofferCrypto
package import CofferModel
package import CofferStore

extension Fields {
    private static let block = 256

    /// What a label or one-time token is looked up by.
    ///
    /// - Parameter text: as it stands in the message.
    /// - Returns: 16 bytes.
    /// - Throws: ``FieldsError/missingKey``.
    package func issuedToken(_ text: String) throws(FieldsError) -> [UInt8] {
        Derive.labelToken(try labelIndex().key, label: Array(text.utf8))
    }

    /// By what a second issue finds the first.
    ///
    /// - Parameter scope: what is labelled, for whom, for how long: all that must be equal for one label.
    /// - Returns: 16 bytes.
    /// - Throws: ``FieldsError/missingKey``.
    package func issuedTarget(_ scope: [UInt8]) throws(FieldsError) -> [UInt8] {
        Derive.labelTarget(try labelIndex().key, scope)
    }

    /// By what an erasure finds all that was issued about a subject.
    ///
    /// - Returns: 16 bytes.
    /// - Throws: ``FieldsError/missingKey``.
    package func issuedOwner(_ subject: SubjectID) throws(FieldsError) -> [UInt8] {
        Derive.labelOwner(try labelIndex().key, subject: subject)
    }

    /// Seals what a label or one-time token stands for (kind 8).
    ///
    /// - Parameters:
    ///   - meaning: what it stands for; at most 4 KiB of canonical JSON.
    ///   - text: the label or token, as it stands in the message.
    ///   - target: from ``issuedTarget(_:)``.
    ///   - subject: whose it is.
    ///   - expires: its end; afterwards it is told to nobody, also from a backup.
    /// - Returns: the row to store.
    /// - Throws: ``FieldsError/missingKey``.
    package func issue(
        _ meaning: JSON, as text: String, target: [UInt8], of subject: SubjectID, until expires: Timestamp
    ) throws(FieldsError) -> IssuedRow {
        let held = try labelIndex()
        let token = try issuedToken(text)
        let sealed = sealer.seal(
            Padding.padded(meaning.canonical, block: Self.block), under: held.key,
            version: held.record.version, scope: zeros, context: context(token, expires))
        return IssuedRow(
            token: token, target: target, owner: try issuedOwner(subject), expires: expires, sealed: sealed)
    }

    /// What an issued label or token stands for.
    ///
    /// - Parameter row: the row found under its token.
    /// - Returns: what was sealed.
    /// - Throws: ``FieldsError/integrity`` for anything but what was sealed there.
    package func meaning(of row: IssuedRow) throws(FieldsError) -> JSON {
        guard let version = SealedValue.version(of: row.sealed) else { throw .integrity }
        guard let held = keyring.key(.labelIndex, version: version) else { throw .missingKey }
        let text = opened(row.sealed, held, scope: zeros, context(row.token, row.expires))
        guard let text, let meaning = try? JSON(reading: text) else { throw .integrity }
        return meaning
    }

    private func labelIndex() throws(FieldsError) -> HeldKey {
        guard let held = keyring.newest(.labelIndex) else { throw .missingKey }
        return held
    }

    private func context(_ token: [UInt8], _ expires: Timestamp) -> SealingContext {
        SealingContext(
            kind: .label, vault: vault, ofClass: 0, field: 0, subject: 0,
            record: token.reduce(0) { $0 << 8 | UInt128($1) },
            revision: UInt64(bitPattern: expires.milliseconds))
    }
}
