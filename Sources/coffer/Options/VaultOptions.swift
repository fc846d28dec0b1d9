import ArgumentParser
import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import Glibc

/// Which vault, and how it is opened.
struct VaultOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The vault's directory; else COFFER_VAULT.", valueName: "dir"))
    var vault: String?

    @Option(help: ArgumentHelp("Open with a process's own key instead of the root key.", valueName: "file"))
    var roleKey: String?

    @Flag(help: "Accept the published example keys: for demonstrations only.")
    var allowExampleKeys = false

    @Flag(help: "Open although the anchor is missing: a cut ledger goes unseen this once.")
    var acceptMissingAnchor = false

    /// The directory, from the option or the environment.
    func directory() throws(VaultError) -> String {
        guard let path = vault ?? given("COFFER_VAULT") else {
            throw VaultError(.usage, "no vault was named: --vault DIR, or COFFER_VAULT")
        }
        if unsafe access(path, X_OK) != 0, errno == EACCES {
            throw VaultError(.unavailable, "your user cannot enter the vault's directory")
        }
        guard FilePaths.exists(path + "/keyring") || FilePaths.exists(path + "/ledger") else {
            throw VaultError(.usage, "there is no vault in this directory; coffer init makes one")
        }
        return path
    }

    /// With which key the options say that the vault is opened.
    var custody: Custody { roleKey.map { .role($0) } ?? .root }

    /// Opens the vault.
    ///
    /// - Parameters:
    ///   - verb: what it is opened for, for whoever finds it locked.
    ///   - custody: with which key.
    /// - Returns: the open vault, for the caller to close.
    /// - Throws: as ``Vault/open(_:custody:options:storage:time:random:)``.
    func open(_ verb: String, _ custody: Custody) async throws(VaultError) -> Vault {
        var options = OpenOptions()
        options.allowExampleKeys = allowExampleKeys
        options.acceptMissingAnchor = acceptMissingAnchor
        return try await Vault.open(
            try directory(), custody: custody, options: options, storage: .sqlite(activity: "coffer \(verb)"),
            time: SystemClock(), random: SystemRandom())
    }

    /// Opens the vault for one verb and closes it after, whatever happens.
    func withVault<Result>(
        _ verb: String, _ body: (Vault) async throws -> Result
    ) async throws -> Result {
        let vault = try await open(verb, custody)
        let result: Result
        do {
            result = try await body(vault)
        } catch {
            // What happened first is what is told.
            try? await vault.close()
            throw error
        }
        try await vault.close()
        return result
    }
}

/// An environment variable that is not empty.
func given(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }

/// An environment variable.
func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

/// Paths as the shell gave them.
enum FilePaths {
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Whether only its owner may make files in a directory.
    static func isClosedToOthers(_ directory: String) -> Bool {
        var status = stat()
        return unsafe stat(directory, &status) == 0 && status.st_mode & 0o022 == 0
    }

    /// The path from the root; configuration must not depend on where a command was run.
    static func absolute(_ path: String) throws(VaultError) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = unsafe getcwd(nil, 0) else {
            throw VaultError(.unavailable, "there is no working directory")
        }
        defer { unsafe free(here) }
        return unsafe String(cString: here) + "/" + path
    }
}
