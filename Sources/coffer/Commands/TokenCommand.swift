import ArgumentParser
import Coffer
import CofferClient
import CofferModel
import Glibc

/// `coffer token`: lets a program that serves several people ask for you.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Let a service account ask for you for fifteen minutes.",
        discussion: """
            Prints the token once, to a terminal or a pipe and never into a file. It works only from processes of \
            that account, with your rights and your budget, and the ledger names both. A running service makes \
            tokens and forgets them when it ends.
            """)

    @Option(help: "The service account's user on this host: `id -u`.")
    var uid: UInt32

    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var status = stat()
        guard unsafe fstat(STDOUT_FILENO, &status) == 0, status.st_mode & S_IFMT != S_IFREG else {
            throw VaultError(.usage, "a token is a password: to a terminal or a pipe, not into a file")
        }
        let token = try await CofferClient(socket: try vault.path()).ownAsker().token(for: uid)
        output.print([
            "token": .string(token.secret), "expires": .string(token.expires.description),
        ]) { token.secret + "\n" }
        if !output.json { standardError("Until \(token.expires.day16).\n") }
    }
}

extension CofferClient {
    /// Asks in the first of the user's roles, for what concerns himself.
    fileprivate func ownAsker() async throws(VaultError) -> Asker {
        guard let role = try await whoami().staff.roles.first else { throw VaultError(.actorUnknown) }
        return self.as(role: role, purpose: role == .admin ? .keyAdmin : .account)
    }
}
