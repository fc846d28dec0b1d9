package import CofferModel

/// What is derived from keys beside sealed values; each formula is in `docs/formats/derivations.md`.
package enum Derive {
    /// The key that wraps every key of the keyring.
    ///
    /// - Parameters:
    ///   - root: The root key, from custody.
    ///   - vault: The vault it opens.
    ///   - arena: Where the derived key lives.
    /// - Returns: The wrapping key.
    /// - Throws: ``ArenaError/exhausted`` when no slot is free.
    package static func keyringKey(
        root: borrowing SecretKey, vault: VaultID, in arena: KeyArena
    ) throws(ArenaError) -> SecretKey {
        unsafe try SecretKey(in: arena, otherwise: { $0 }) { (out) throws(ArenaError) in
            unsafe Message(vault.bits).bytes.withUnsafeBytes {
                unsafe Keyed.hash(root, "coffer.keyring", $0, into: out)
            }
        }
    }

    /// What the manifest keeps of a key, to know it again by.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - vault: Its vault.
    ///   - number: Its field; class 0, field 0 for a key of no field.
    ///   - version: Its version.
    ///   - id: Its identifier.
    /// - Returns: 32 bytes that tell nothing of the key.
    package static func keyCheck(
        of key: borrowing SecretKey, vault: VaultID, number: FieldNumber, version: UInt16, key id: KeyID
    ) -> Digest {
        let message = Message(vault.bits).add(number).add(version).add(id.bits)
        return Digest(exactly: Keyed.hash(key, "coffer.kcv", message.bytes, bytes: 32))
    }

    /// The token by which a value of an indexed field is found.
    ///
    /// - Parameters:
    ///   - key: The field's index key of that generation.
    ///   - vault: Its vault.
    ///   - number: The indexed field.
    ///   - generation: The index's generation.
    ///   - normalised: The value as its type normalises it.
    /// - Returns: 16 bytes.
    package static func indexToken(
        _ key: borrowing SecretKey, vault: VaultID, number: FieldNumber, generation: UInt16,
        normalised: [UInt8]
    ) -> [UInt8] {
        let message = Message(vault.bits).add(number).add(generation)
        return unsafe Keyed.withKey(key, "coffer.index.key", message.bytes) {
            unsafe Keyed.hash($0, "coffer.index.tok", normalised, bytes: 16)
        }
    }

    /// How the ledger names a subject: unlinkable once the subject's reference key is destroyed.
    package static func reference(_ referenceKey: borrowing SecretKey, vault: VaultID) -> Reference {
        Reference(bits: bits(referenceKey, "coffer.ledger", Message(vault.bits)))
    }

    /// How the ledger names a record of that subject.
    package static func recordReference(
        _ referenceKey: borrowing SecretKey, record: RecordID
    ) -> Reference {
        Reference(bits: bits(referenceKey, "coffer.led.rec", Message(record.bits)))
    }

    /// How stores and the ledger name an order of that subject: no other number of his has this name.
    package static func orderReference(
        _ referenceKey: borrowing SecretKey, number: String
    ) -> Reference {
        Reference(bits: bits(referenceKey, "coffer.led.ord", Message().add(Array(number.utf8))))
    }

    /// How the ledger names that the subject was reminded of a record, once for each day and step.
    ///
    /// - Parameters:
    ///   - referenceKey: The subject's reference key.
    ///   - record: The record.
    ///   - day: The day he is reminded of, counted from 1970-01-01.
    ///   - step: How many days before it.
    /// - Returns: The name.
    package static func reminder(
        _ referenceKey: borrowing SecretKey, record: RecordID, day: Int64, step: Int64
    ) -> Reference {
        let message = Message(record.bits).add(UInt64(bitPattern: day)).add(UInt64(bitPattern: step))
        return Reference(bits: bits(referenceKey, "coffer.led.rem", message))
    }

    /// The name under which the ledger remembers a scope key after its destruction.
    package static func scopeName(_ scopeKey: borrowing SecretKey, vault: VaultID) -> ScopeName {
        ScopeName(bits: bits(scopeKey, "coffer.scope.id", Message(vault.bits)))
    }

    /// The blind name of an idempotency key: who asked, where, and the key he gave.
    package static func idempotency(
        _ dayKey: borrowing SecretKey, actor: [UInt8], route: [UInt8], key: [UInt8]
    ) -> [UInt8] {
        let message = Message().add(counted: actor).add(counted: route).add(counted: key)
        return Keyed.hash(dayKey, "coffer.idem", message.bytes, bytes: 16)
    }

    /// The blind name of the company's own reference to a record.
    package static func importReference(
        _ referencesKey: borrowing SecretKey, ofClass: UInt16, reference: [UInt8]
    ) -> [UInt8] {
        let message = Message().add(ofClass).add(reference)
        return Keyed.hash(referencesKey, "coffer.ref", message.bytes, bytes: 16)
    }

    /// A hash that only the holder of the key can compute, as of a request's body.
    package static func keyedHash(_ key: borrowing SecretKey, _ message: [UInt8]) -> Digest {
        Digest(exactly: Keyed.hash(key, "coffer.hash", message, bytes: 32))
    }

    static func bits(
        _ key: borrowing SecretKey, _ label: Keyed.Label, _ message: Message
    ) -> UInt128 {
        Keyed.hash(key, label, message.bytes, bytes: 16).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
