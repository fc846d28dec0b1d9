import CofferCrypto
package import CofferModel
package import CofferStore

/// One unwrapped scope key and the name under which the ledger would remember its destruction.
final class ScopeKey: Sendable {
    let address: ScopeAddress
    let name: ScopeName
    let key: SecretKey

    init(_ key: consuming SecretKey, at address: ScopeAddress, vault: VaultID) {
        name = Derive.scopeName(key, vault: vault)
        self.key = key
        self.address = address
    }
}

/// The scope keys of one subject that this process could unwrap: without them no value of his can be opened.
package final class SubjectKeys: Sendable {
    /// The subject.
    package let subject: SubjectID
    /// How the ledger names him.
    package let reference: Reference
    let root: ScopeKey
    let scopes: [ScopeAddress: ScopeKey]
    /// Scopes whose stored key did not open: not erased, but tampered with.
    package let damaged: Set<ScopeAddress>

    init(_ root: ScopeKey, _ scopes: [ScopeAddress: ScopeKey], damaged: Set<ScopeAddress>, vault: VaultID) {
        subject = SubjectID(bits: root.address.owner)
        reference = Derive.reference(root.key, vault: vault)
        self.root = root
        self.scopes = scopes
        self.damaged = damaged
    }

    /// How the ledger names a record of this subject.
    package func reference(of record: RecordID) -> Reference {
        Derive.recordReference(root.key, record: record)
    }

    /// How the ledger names a notice to this subject.
    package func reference(of notice: NoticeID) -> Reference {
        Derive.recordReference(root.key, record: RecordID(bits: notice.bits))
    }

    /// How stores and the ledger name an order of this subject.
    package func reference(ofOrder number: String) -> Reference {
        Derive.orderReference(root.key, number: number)
    }

    /// How the ledger names that this subject was reminded of a record.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - day: the day he is reminded of, counted from 1970-01-01.
    ///   - step: how many days before it.
    /// - Returns: the name.
    package func reminder(of record: RecordID, day: Int, step: Int) -> Reference {
        Derive.reminder(root.key, record: record, day: Int64(day), step: Int64(step))
    }

    /// The names of the keys at these addresses; nil addresses all of the subject's.
    package func names(at addresses: [ScopeAddress]?) -> [ScopeName] {
        let all = [root] + scopes.values
        return all.filter { addresses?.contains($0.address) ?? true }.map(\.name).sorted()
    }

    /// The name of the reference key.
    package var rootName: ScopeName { root.name }

    /// Where the keys are that this process holds, ascending; the reference key is not among them.
    package var addresses: [ScopeAddress] { scopes.keys.sorted() }

    /// Whether a scope has a key.
    package func holds(_ address: ScopeAddress) -> Bool { scopes[address] != nil }

    /// The same subject with more scopes.
    func adding(_ more: [ScopeKey], vault: VaultID) -> SubjectKeys {
        let all = scopes.merging(more.map { ($0.address, $0) }) { $1 }
        return SubjectKeys(root, all, damaged: damaged, vault: vault)
    }
}

extension ScopeAddress {
    /// The scope of a subject's references and facts, destroyed last.
    package static func reference(of subject: SubjectID) -> ScopeAddress {
        ScopeAddress(kind: 0, day: 0, owner: subject.bits, record: 0)
    }

    /// Where a wrapped scope key belongs (crypto.md §2, kind 2).
    func context(vault: VaultID, epoch: UInt16) -> SealingContext {
        SealingContext(
            kind: .scopeKey, vault: vault, ofClass: kind, field: day, subject: owner, record: record,
            revision: UInt64(epoch))
    }
}
