package import CofferCrypto
import CofferFields
import CofferModel

/// A root key that somebody brought to a process that has no file of it.
///
/// Held in locked memory of its own until the vault is open.
public final class GivenKey: Sendable, Hashable {
    let vault: VaultID
    let key: RootKey

    /// Reads the bytes of a root key file.
    ///
    /// - Parameter bytes: 56 bytes in locked memory (docs/formats/key-file.md); wiping them is the caller's part.
    /// - Throws: `locked` for what is no root key file.
    package init(reading bytes: borrowing LockedBuffer) throws(VaultError) {
        do {
            let file = try KeyFile(reading: bytes, kind: .root, in: KeyArena(slots: 16))
            vault = file.vault
            key = RootKey(file)
        } catch { throw vaultError(error) }
    }

    /// The same one.
    public static func == (one: GivenKey, other: GivenKey) -> Bool { one === other }

    /// By identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
