package import CofferCrypto
package import CofferModel

/// What stands beside the root key, away from the vault: enough to tell the right keyring from a forged or older one.
///
/// Nothing in it is secret; whoever keeps the key keeps this with it (docs/formats/key-file.md).
package struct CustodyRecord: Hashable, Sendable {
    /// The vault.
    package let vault: VaultID
    /// The public key that manifests are verified with.
    package let manifestKey: PublicKey
    /// The number of the last manifest seen.
    package let manifestNumber: UInt64
    /// The hash of the last manifest seen.
    package let manifestHash: Digest

    package init(vault: VaultID, manifestKey: PublicKey, manifestNumber: UInt64, manifestHash: Digest) {
        self.vault = vault
        self.manifestKey = manifestKey
        self.manifestNumber = manifestNumber
        self.manifestHash = manifestHash
    }

    private static let limit = 4096

    /// Reads the record.
    ///
    /// - Parameter path: the file.
    /// - Throws: ``CustodyError``.
    package init(reading path: String) throws(CustodyError) {
        do {
            guard let bytes = try DurableFile.read(path, limit: Self.limit) else { throw CustodyError.missing }
            var members = try Members(JSON(reading: bytes))
            guard try members.required("format") == 1 else { throw CustodyError.notAKeyFile }
            vault = try members.text("vault") { VaultID($0) }
            manifestKey = try members.text("manifest_key") { Hex.decode($0.utf8).flatMap { PublicKey(bytes: $0) } }
            manifestNumber = try members.take("manifest_number") { $0.exactly() }
            manifestHash = try members.text("manifest") { Digest($0) }
            try members.end()
        } catch let error as CustodyError { throw error
        } catch let error as DurableFile.Failure { throw .file(error)
        } catch { throw .notAKeyFile }
    }

    /// Writes the record durably, replacing the one before.
    ///
    /// - Parameter path: the file.
    /// - Throws: ``CustodyError``.
    package func write(to path: String) throws(CustodyError) {
        let json: JSON = [
            "format": 1, "vault": .string(vault.description),
            "manifest_key": .string(Hex.encode(manifestKey.bytes)),
            "manifest_number": .integer(Int64(manifestNumber)), "manifest": .string(manifestHash.description),
        ]
        do { try DurableFile.write(json.canonical + [10], to: path) } catch { throw .file(error) }
    }
}
