import ArgumentParser
import Coffer
import CofferClient
import CofferModel

/// Through which door: the vault in this process, or a service that has it open.
struct DoorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The socket of a service that has it open; else COFFER_SOCKET.", valueName: "path")
    )
    var socket: String?

    @OptionGroup var here: VaultOptions

    /// Opens the vault for one verb, or asks the service that has it open.
    func enter<Result>(
        _ verb: String, _ body: (Entrance) async throws -> Result
    ) async throws -> Result {
        if let client = try client() { return try await body(.service(client)) }
        return try await here.withVault(verb) { try await body(.vault($0)) }
    }

    /// Opens the vault for one verb that no service answers.
    func withVault<Result>(
        _ verb: String, _ body: (Vault) async throws -> Result
    ) async throws -> Result {
        let isNamed = here.vault != nil || given("COFFER_VAULT") != nil
        guard socket == nil, isNamed || given("COFFER_SOCKET") == nil else {
            throw VaultError(
                .usage,
                "this runs only beside the vault: stop the service, and name the vault with --vault DIR")
        }
        return try await here.withVault(verb, body)
    }

    /// The socket of a service, for what only a service does.
    func path() throws(VaultError) -> String {
        guard here.vault == nil, let path = socket ?? given("COFFER_SOCKET") else {
            throw VaultError(.usage, "this is asked of a running service: --socket PATH, or COFFER_SOCKET")
        }
        return path
    }

    /// The service, when it is the one to be asked; an option counts before the environment.
    private func client() throws(VaultError) -> CofferClient? {
        guard here.vault == nil || socket == nil else {
            throw VaultError(.usage, "--vault opens it here, --socket asks a service: only one of them")
        }
        guard here.vault == nil, let path = socket ?? given("COFFER_SOCKET") else { return nil }
        guard socket != nil || given("COFFER_VAULT") == nil else {
            throw VaultError(.usage, "COFFER_VAULT and COFFER_SOCKET are both set: say --vault or --socket")
        }
        guard here.roleKey == nil, !here.allowExampleKeys, !here.acceptMissingAnchor else {
            throw VaultError(.usage, "with a service, how the vault is opened is said to coffer serve")
        }
        return CofferClient(socket: path)
    }
}
