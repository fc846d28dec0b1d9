import ArgumentParser
import Coffer
import CofferModel
import Glibc

/// `coffer login`: the second factor.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Prove your second factor; it counts for fifteen minutes.",
        discussion: """
            Your own key file and its passphrase. The passphrase is asked for, or read as one line of standard \
            input. --enrol makes the file first: in a directory of mode 0700, with a passphrase of at least 12 \
            characters.
            """)

    @Argument(help: "Your key file.")
    var file: String

    @Flag(help: "Make the file; an earlier one of yours no longer counts.")
    var enrol = false

    @OptionGroup var vault: VaultOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if enrol {
            let outcome = try await vault.withVault("login") { vault in
                try await Self.enrol(file, vault, try vault.own())
            }
            return tell(outcome)
        }
        let until = try await vault.withVault("login") { vault in
            var passphrase = try Passphrase.read("Passphrase: ")
            return try await vault.login(file, passphrase: &passphrase, as: try vault.own())
        }
        output.print(["until": .string(until.description)]) {
            "Until \(until.description.dropFirst(11).prefix(5)) UTC.\n"
        }
    }

    private func tell(_ outcome: StaffOutcome) {
        switch outcome {
        case .done:
            output.print(["enrolled": true]) { "Your second factor is made. Now: coffer login FILE\n" }
        case .proposed:
            output.print(outcome.json) {
                "Until an administrator approves, your old key counts.\n" + StaffCommand.text(outcome)
            }
        }
    }

    private static func enrol(_ file: String, _ vault: Vault, _ own: Session) async throws -> StaffOutcome {
        var passphrase = try Passphrase.read("New passphrase: ")
        if isatty(STDIN_FILENO) == 1 {
            var again = try Passphrase.read("Once more: ")
            let same = again == passphrase
            for place in again.indices { again[place] = 0 }
            guard same else {
                for place in passphrase.indices { passphrase[place] = 0 }
                throw VaultError(.usage, "not done: these were two passphrases")
            }
        }
        return try await vault.enrolLogin(file, passphrase: &passphrase, as: own)
    }
}

extension Vault {
    /// A session of the user who runs this for what concerns himself, in the first of his roles.
    func own() throws(VaultError) -> Session {
        guard let line = whoami(session(role: .admin, purpose: .keyAdmin)), let role = line.roles.first else {
            throw VaultError(.actorUnknown, "your user is not in the staff directory")
        }
        return session(role: role, purpose: role == .admin ? .keyAdmin : .account)
    }
}
