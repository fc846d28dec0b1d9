package import CofferModel

/// What a sealed value is, and where it belongs: 68 bytes that are never stored with it.
///
/// Layout in `docs/formats/sealed-value.md`; what each kind puts into the fields stands there too.
package struct SealingContext: Hashable, Sendable {
    /// What is sealed.
    package var kind: SealedKind
    /// The vault.
    package var vault: VaultID
    /// The class's number, or what the kind says.
    package var ofClass: UInt16
    /// The field's number, or what the kind says.
    package var field: UInt32
    /// The owner, or what the kind says.
    package var subject: UInt128
    /// The record, or what the kind says.
    package var record: UInt128
    /// The field's own revision, or what the kind says.
    package var revision: UInt64

    /// Takes the parts as they are.
    package init(
        kind: SealedKind, vault: VaultID, ofClass: UInt16, field: UInt32, subject: UInt128,
        record: UInt128, revision: UInt64
    ) {
        self.kind = kind
        self.vault = vault
        self.ofClass = ofClass
        self.field = field
        self.subject = subject
        self.record = record
        self.revision = revision
    }

    /// The 68 bytes.
    package var bytes: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { out, count in
            unsafe write(to: UnsafeMutableRawPointer(out.octets))
            count = Self.byteCount
        }
    }

    static let byteCount = 68

    /// Writes the 68 bytes.
    func write(to out: UnsafeMutableRawPointer) {
        unsafe out.storeBytes(of: UInt32(0x4346_5231).bigEndian, as: UInt32.self)
        unsafe out.storeBytes(of: kind.rawValue.bigEndian, toByteOffset: 4, as: UInt16.self)
        unsafe out.storeBytes(of: vault.bits.bigEndian, toByteOffset: 6, as: UInt128.self)
        unsafe out.storeBytes(of: ofClass.bigEndian, toByteOffset: 22, as: UInt16.self)
        unsafe out.storeBytes(of: field.bigEndian, toByteOffset: 24, as: UInt32.self)
        unsafe out.storeBytes(of: subject.bigEndian, toByteOffset: 28, as: UInt128.self)
        unsafe out.storeBytes(of: record.bigEndian, toByteOffset: 44, as: UInt128.self)
        unsafe out.storeBytes(of: revision.bigEndian, toByteOffset: 60, as: UInt64.self)
    }
}
