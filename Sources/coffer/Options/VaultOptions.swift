import ArgumentParser
import Coffer
import CofferClient
import CofferCrypto
import CofferModel
import CofferSQLite
import Glibc

/// Which vault, and through which door.
struct VaultOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The vault's directory; else COFFER_VAULT.", valueName: "dir"))
    var vault: String?

    @Option(
        help: ArgumentHelp("The socket of a service that has it open; else COFFER_SOCKET.", valueName: "path")
    )
    var socket: String?

    @Option(help: ArgumentHelp("Open with a process's own key instead of the root key.", valueName: "file"))
    var roleKey: String?

    @Flag(help: "Accept the published example keys: for demonstrations only.")
    var allowExampleKeys = false

    @Flag(help: "Open although the anchor is missing: a cut ledger goes unseen this once.")
    var acceptMissingAnchor = false

    /// Opens the vault for one verb, or asks the service that has it open.
    func enter<Result>(
        _ verb: String, _ body: (Entrance) async throws -> Result
    ) async throws -> Result {
        if let client = try client() { return try await body(.service(client)) }
        return try await withVault(verb) { try await body(.vault($0)) }
    }

    /// The service, when it is the one to be asked.
    private func client() throws(VaultError) -> CofferClient? {
        guard vault == nil || socket == nil else {
            throw VaultError(.usage, "--vault opens it here, --socket asks a service: only one of them")
        }
        if vault != nil { return nil }
        let vaultNamed = given("COFFER_VAULT") != nil
        guard let path = socket ?? given("COFFER_SOCKET") else { return nil }
        guard socket != nil || !vaultNamed else {
            throw VaultError(.usage, "COFFER_VAULT and COFFER_SOCKET are both set: say --vault or --socket")
        }
        guard roleKey == nil, !allowExampleKeys, !acceptMissingAnchor else {
            throw VaultError(.usage, "with a service, how the vault is opened is said to coffer serve")
        }
        return CofferClient(socket: path)
    }

    /// The service, for what only a service does.
    func service() throws(VaultError) -> CofferClient {
        guard vault == nil, let path = socket ?? given("COFFER_SOCKET") else {
            throw VaultError(.usage, "this is asked of a running service: --socket PATH, or COFFER_SOCKET")
        }
        return CofferClient(socket: path)
    }

    /// The directory, from the option or the environment.
    func directory() throws(VaultError) -> String {
        guard socket == nil, let path = vault ?? given("COFFER_VAULT") else {
            throw socket == nil && given("COFFER_SOCKET") == nil
                ? VaultError(.usage, "no vault was named: --vault DIR, or COFFER_VAULT")
                : VaultError(
                    .usage,
                    "this runs only beside the vault: stop the service, and name the vault with --vault DIR")
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

    private func given(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
}

/// An environment variable.
func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

/// Paths as the shell gave them.
enum FilePaths {
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

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
