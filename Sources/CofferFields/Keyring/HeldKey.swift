import CofferCrypto
import CofferModel

/// A key that this process holds, with what the manifest says about it.
///
/// A class, because move-only keys cannot be kept in a dictionary; the key itself never leaves this module.
package final class HeldKey: Sendable {
    /// What the manifest says.
    package let record: KeyRecord
    let key: SecretKey

    init(_ key: consuming SecretKey, _ record: KeyRecord) {
        self.key = key
        self.record = record
    }

    /// Makes a new key and the record that lists it.
    static func make(
        _ use: KeyUse, version: UInt16, vault: VaultID, at now: Timestamp, from random: some RandomSource,
        in arena: KeyArena
    ) throws(CustodyError) -> HeldKey {
        let key: SecretKey
        do { key = try SecretKey(random: random, in: arena) } catch { throw .memory }
        let id = KeyID.random(from: random)
        let check = Derive.keyCheck(of: key, vault: vault, number: use.number, version: version, key: id)
        let record = KeyRecord(id: id, use: use, version: version, state: .active, check: check, created: now)
        return HeldKey(key, record)
    }

    /// Takes an unwrapped key if it is the one that the record lists.
    init(checking key: consuming SecretKey, _ record: KeyRecord, vault: VaultID) throws(CustodyError) {
        let check = Derive.keyCheck(
            of: key, vault: vault, number: record.use.number, version: record.version, key: record.id)
        guard check == record.check else { throw .keyring(.check) }
        self.key = key
        self.record = record
    }

    /// The key as one that signs.
    func signer() throws(CustodyError) -> SigningKey {
        let seed = try CustodyError.memory { () throws(ArenaError) in try key.duplicate() }
        return SigningKey(seed: seed)
    }

    /// Where a wrapped key of the keyring belongs (crypto.md §2, kind 3).
    static func context(_ record: KeyRecord, vault: VaultID) -> SealingContext {
        SealingContext(
            kind: .keyringKey, vault: vault, ofClass: record.use.number.ofClass, field: record.use.number.field,
            subject: 0, record: record.id.bits, revision: UInt64(record.version))
    }
}
