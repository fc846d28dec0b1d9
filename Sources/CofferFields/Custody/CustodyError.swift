import CofferCrypto
package import CofferModel

/// Why a key or the keyring was refused.
///
/// Cases carry no path, key or content: these errors reach logs.
package enum CustodyError: Error, Hashable, Sendable {
    /// A file or directory could not be read or written.
    case file(DurableFile.Failure)
    /// There is no such file.
    case missing
    /// There is a file already where one was to be made.
    case taken
    /// A key file, or its directory, can be reached by others, belongs to another user, or is no plain file.
    case exposed
    /// A key file that is not one, or is for something else.
    case notAKeyFile
    /// The key belongs to another vault.
    case otherVault
    /// A published example key, and nobody allowed it.
    case exampleKey
    /// The keyring file, its signature, or a section's hash is not what it should be.
    case keyring(Finding)
    /// Locked memory is not to be had.
    case memory
    /// The passphrase is wrong, or the key file was changed.
    case wrongKey

    /// What is wrong with a keyring.
    package enum Finding: String, Hashable, Sendable {
        case shape, signature, vault, staff, proposals, configuration, charter, grants, check, chain
        case unknownRole = "unknown_role"
        case rolledBack = "rolled_back"
    }

    /// Makes something in locked memory, or says that there is none.
    static func memory<Made: ~Copyable>(_ make: () throws(ArenaError) -> Made) throws(CustodyError) -> Made {
        do throws(ArenaError) { return try make() } catch { throw .memory }
    }

    /// The stable code for both doors.
    package var code: Code {
        switch self {
        case .keyring: .integrity
        case .file, .memory: .unavailable
        case .taken: .usage
        case .missing, .exposed, .notAKeyFile, .otherVault, .exampleKey, .wrongKey: .locked
        }
    }
}
