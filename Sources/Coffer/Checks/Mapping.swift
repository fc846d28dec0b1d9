import CofferCrypto
package import CofferFields
import CofferLedger
package import CofferModel
import CofferStore

/// Says in the vault's words what a module below could not do.
func vaultError(_ error: any Error) -> VaultError {
    switch error {
    case let error as VaultError: error
    case let error as FieldsError: VaultError(error.code)
    case let error as CustodyError: error.asVaultError
    case let error as StoreError: error.asVaultError
    case let error as LedgerError: error.asVaultError
    case let error as DirectoryTaken: error.asVaultError
    case is DurableFile.Failure: VaultError(.unavailable, "a file could not be read or written")
    case is ArenaError: VaultError(.unavailable, "locked memory is not to be had: see ulimit -l")
    case is BadValue: VaultError(.badValue)
    default: VaultError(.unavailable)
    }
}

extension CustodyError {
    /// What the doors say.
    package var asVaultError: VaultError {
        switch self {
        case .file: VaultError(.unavailable, "a key file or the keyring could not be read or written")
        case .missing: VaultError(.locked, "the key, its record or the keyring is missing")
        case .taken: VaultError(.usage, "the file exists already, and nothing is overwritten")
        case .exposed:
            VaultError(
                .locked, "the key file, its directory or the vault's can be reached by others; 0600 in 0700")
        case .notAKeyFile: VaultError(.locked, "the key file is not one, or is for something else")
        case .otherVault: VaultError(.locked, "the key belongs to another vault")
        case .exampleKey:
            VaultError(.locked, "a published example key; for demonstrations: --allow-example-keys")
        case .keyring(.rolledBack):
            VaultError(.integrity, "the keyring is older than what ledger or custody know")
        case .keyring: VaultError(.integrity, "the keyring is not what the vault's key signed")
        case .memory: VaultError(.unavailable, "locked memory is not to be had: see ulimit -l")
        case .wrongKey: VaultError(.locked, "the key does not open this vault")
        }
    }
}

extension DirectoryTaken {
    var asVaultError: VaultError {
        guard !activity.isEmpty else {
            return VaultError(.unavailable, "the vault's directory cannot be written")
        }
        guard let pid else { return VaultError(.locked, "another process has the vault open") }
        return VaultError(.locked, naming: "process \(pid) has the vault open (\(activity))")
    }
}

extension StoreError {
    /// Whether nothing was written for certain.
    var isKnown: Bool { self != .unknown }

    var asVaultError: VaultError {
        switch self {
        case .conflict: VaultError(.conflict, "somebody else wrote first")
        case .unavailable: VaultError(.unavailable, "the store cannot work now")
        case .full: VaultError(.unavailable, "the disk is full")
        case .unknown:
            VaultError(.unknown, "the outcome is not known; asking again with the same key is safe")
        case .corrupt: VaultError(.integrity, "the store's bytes are not what was written")
        case .foreign: VaultError(.integrity, "the store belongs to another vault")
        case .newer: VaultError(.unavailable, "the store was written by a newer version")
        }
    }
}

extension LedgerError {
    var asVaultError: VaultError {
        switch self {
        case .anchorMismatch:
            VaultError(.integrity, "the ledger does not extend its anchor: cut, or an old directory put back")
        case .damaged: VaultError(.integrity, "the ledger is damaged; see coffer ledger verify")
        case .unavailable, .file: VaultError(.halted, "the ledger cannot be written; nothing was answered")
        case .busy: VaultError(.throttled, "too much waits for the ledger")
        case .badEntry, .tooLarge: VaultError(.tooLarge, "the request is too large for the ledger")
        case .replayRefused, .outOfRange: VaultError(.integrity)
        }
    }
}
