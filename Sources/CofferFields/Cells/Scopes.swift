package import CofferCharter
import CofferCrypto
package import CofferModel
package import CofferStore

extension Fields {
    /// Unwraps what this process may of one subject's scope keys.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - wrapped: his rows in the scope store.
    /// - Returns: his keys, or nil when his reference key is gone: erased, or never here.
    /// - Throws: ``FieldsError/integrity`` when the reference key does not open where it lies.
    package func unwrap(_ subject: SubjectID, _ wrapped: [WrappedScope]) throws(FieldsError) -> SubjectKeys? {
        let keyring = keyring
        var root: ScopeKey?
        var scopes: [ScopeAddress: ScopeKey] = [:]
        var damaged: Set<ScopeAddress> = []
        for row in wrapped where row.address.owner == subject.bits {
            let isRoot = row.address == .reference(of: subject)
            guard let wrapping = keyring.key(.scopes(row.address.kind), version: row.epoch) else {
                if isRoot { throw .missingKey }
                continue
            }
            guard let key = try unwrap(row, under: wrapping) else {
                if isRoot { throw .integrity }
                damaged.insert(row.address)
                continue
            }
            guard !isDestroyed(key.name) else { continue }
            if isRoot { root = key } else { scopes[row.address] = key }
        }
        guard let root else { return nil }
        return SubjectKeys(root, scopes, damaged: damaged, vault: vault)
    }

    /// Makes a new subject's reference key.
    ///
    /// - Parameter subject: the subject.
    /// - Returns: his keys so far, and the row to store before anything is sealed under them.
    /// - Throws: ``FieldsError``.
    package func newSubject(_ subject: SubjectID) throws(FieldsError) -> (SubjectKeys, WrappedScope) {
        let (key, row) = try makeScope(.reference(of: subject))
        return (SubjectKeys(key, [:], damaged: [], vault: vault), row)
    }

    /// Makes the scope keys that a subject does not have yet.
    ///
    /// - Parameters:
    ///   - keys: the subject's keys so far.
    ///   - addresses: the scopes needed.
    /// - Returns: his keys with the new ones, and the rows to store first.
    /// - Throws: ``FieldsError``.
    package func addScopes(
        _ keys: SubjectKeys, _ addresses: Set<ScopeAddress>
    ) throws(FieldsError) -> (SubjectKeys, [WrappedScope]) {
        guard keys.damaged.isDisjoint(with: addresses) else { throw .integrity }
        var made: [ScopeKey] = []
        var rows: [WrappedScope] = []
        for address in addresses where !keys.holds(address) {
            let (key, row) = try makeScope(address)
            made.append(key)
            rows.append(row)
        }
        return (keys.adding(made, vault: vault), rows)
    }

    /// Where a field's value of one record is scoped: what dies together.
    package static func scope(of rule: FieldRule, subject: SubjectID, record: RecordID) -> ScopeAddress {
        ScopeAddress(
            kind: rule.retention.number, day: 0, owner: subject.bits,
            record: rule.scope == .record ? record.bits : 0)
    }

    /// Nil for what does not open where it lies; a full arena is not tampering.
    private func unwrap(_ row: WrappedScope, under wrapping: HeldKey) throws(FieldsError) -> ScopeKey? {
        let context = row.address.context(vault: vault, epoch: row.epoch)
        do throws(KeyNotOpened) {
            let key = try SealedValue.openKey(
                row.sealed, under: wrapping.key, versions: row.epoch...row.epoch, scope: zeros,
                context: context,
                in: arena)
            return ScopeKey(key, at: row.address, vault: vault)
        } catch {
            guard error == .cannotOpen else { throw .exhausted }
            return nil
        }
    }

    private func makeScope(_ address: ScopeAddress) throws(FieldsError) -> (ScopeKey, WrappedScope) {
        guard let wrapping = keyring.newest(.scopes(address.kind)) else { throw .missingKey }
        let epoch = wrapping.record.version
        let key: SecretKey
        do { key = try SecretKey(random: random, in: arena) } catch { throw .exhausted }
        let sealed = sealer.seal(
            key: key, under: wrapping.key, version: epoch, scope: zeros,
            context: address.context(vault: vault, epoch: epoch))
        let row = WrappedScope(address: address, epoch: epoch, sealed: sealed)
        return (ScopeKey(key, at: address, vault: vault), row)
    }
}
