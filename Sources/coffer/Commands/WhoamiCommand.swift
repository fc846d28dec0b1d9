import ArgumentParser
import Coffer
import CofferModel
import Glibc

/// `coffer whoami`: what the vault knows of the user who runs this.
struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Who you are to the vault, and as what you may act.")

    @OptionGroup var vault: VaultOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let line = try await vault.withVault("whoami") { vault in
            vault.whoami(vault.session(role: .admin, purpose: .keyAdmin))
        }
        guard let line else {
            throw VaultError(.actorUnknown, "your user is not in the staff directory")
        }
        output.print(line.json) { StaffCommand.table([line]) }
    }
}
