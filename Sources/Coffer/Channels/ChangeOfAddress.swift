import CofferCharter
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// The facts after an address was written over: the agreement was to the old one, so its channel is proposed again.
    ///
    /// They belong into the transaction of the write: there is no moment at which the new address counts as agreed.
    ///
    /// - Parameters:
    ///   - facts: what is known of the subject.
    ///   - draft: what is written.
    ///   - revision: the revision of what is written.
    ///   - keys: the subject's keys.
    /// - Returns: the next facts, sealed; nil when no channel is concerned.
    /// - Throws: `locked` when this process does not hold the key of facts.
    func readdressed(
        _ facts: SubjectFacts, by draft: RecordDraft, at revision: UInt64, _ keys: SubjectKeys
    ) throws(VaultError) -> FactsRow? {
        let written = Set(draft.values.keys.compactMap { charter.numbers[$0] })
        let next = facts.readdressed(draft.record, written, revision: revision)
        return next == facts ? nil : try sealed(next: next, keys)
    }
}
