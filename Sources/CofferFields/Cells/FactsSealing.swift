package import CofferCharter
package import CofferCrypto
import CofferModel
package import CofferStore
import Synchronization

extension Fields {
    /// Facts are padded, so that their length does not tell how many events a subject had.
    private static let block = 256

    /// Seals what decisions read about a subject (kind 5).
    ///
    /// - Parameters:
    ///   - facts: the facts; their revision goes into the context.
    ///   - keys: the subject's keys.
    ///   - intent: where the ledger says so.
    /// - Returns: the row to store.
    /// - Throws: ``FieldsError``.
    package func seal(
        _ facts: SubjectFacts, _ keys: SubjectKeys, intent: IntentPosition
    ) throws(FieldsError) -> FactsRow {
        guard let held = keyring.newest(.facts) else { throw .missingKey }
        let text = Padding.padded(facts.canonical, block: Self.block)
        let sealed = sealer.seal(
            text, under: held.key, version: held.record.version, scope: keys.root.key,
            context: context(keys.subject, facts.revision))
        return FactsRow(subject: keys.subject, revision: facts.revision, intent: intent, sealed: sealed)
    }

    /// Opens what decisions read about a subject.
    ///
    /// - Parameters:
    ///   - row: his facts row.
    ///   - keys: his keys.
    /// - Returns: the facts.
    /// - Throws: ``FieldsError/integrity`` for anything but what was sealed there.
    package func open(_ row: FactsRow, _ keys: SubjectKeys) throws(FieldsError) -> SubjectFacts {
        guard let version = SealedValue.version(of: row.sealed) else { throw .integrity }
        guard let held = keyring.key(.facts, version: version) else { throw .missingKey }
        let text = opened(row.sealed, held, scope: keys.root.key, context(keys.subject, row.revision))
        guard let text, let facts = try? SubjectFacts(reading: text) else { throw .integrity }
        guard facts.revision == row.revision else { throw .integrity }
        return facts
    }

    /// Opens what is no secret of the customer's in this process: facts, notices on their way, issued labels.
    func opened(
        _ sealed: [UInt8], _ held: HeldKey, scope: borrowing SecretKey, _ context: SealingContext
    ) -> [UInt8]? {
        let version = held.record.version
        return factsBuffer.withLock { buffer in
            defer { buffer.truncate(to: 0) }
            let range = try? SealedValue.open(
                sealed, under: held.key, versions: version...version, scope: scope, context: context,
                into: &buffer)
            return range.flatMap { buffer.unpadded($0) }.map { buffer.copy($0) }
        }
    }

    /// A locked buffer of this process, wiped at its end.
    ///
    /// - Throws: ``FieldsError/exhausted``.
    package func takeBuffer() throws(FieldsError) -> LockedBuffer {
        do { return try pool.take() } catch { throw .exhausted }
    }

    private func context(_ subject: SubjectID, _ revision: UInt64) -> SealingContext {
        SealingContext(
            kind: .facts, vault: vault, ofClass: 0, field: 0, subject: subject.bits, record: 0,
            revision: revision)
    }
}
