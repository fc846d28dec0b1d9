import ArgumentParser
import Coffer
import CofferModel

struct CertificateWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Queue a notice for each certificate that ends in 30, 14, 7 or 1 days.",
        discussion: """
            Each owner hears once of each step. For a vault that no service has open, once a day: coffer serve does \
            the same by itself. It acts as the user who runs it, who must hold the role dispatcher; coffer notice \
            deliver sends what was queued.
            """)

    @OptionGroup var vault: VaultOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard vault.vault != nil || given("COFFER_VAULT") != nil || given("COFFER_SOCKET") == nil else {
            throw VaultError(
                .usage,
                "a running service watches by itself; this is for a vault that no service has open: --vault DIR"
            )
        }
        let done = try await vault.withVault("certificate watch") { vault in
            try await vault.watchCertificates(
                as: vault.session(role: .dispatcher, purpose: .serviceNotice))
        }
        output.print(done.json) {
            "\(done.queued) queued, \(done.refused) refused, \(done.waiting) waiting\n"
        }
    }
}
