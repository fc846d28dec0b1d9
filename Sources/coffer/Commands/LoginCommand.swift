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

    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if enrol {
            let proposal = try await vault.enter("login") { entrance in
                try await enrol(at: try await entrance.own())
            }
            return tell(proposal)
        }
        let until = try await vault.enter("login") { entrance in
            let own = try await entrance.own()
            var passphrase = try Passphrase.read("Passphrase: ")
            let challenge = try await own.challenge()
            let signature = try SecondFactor.sign(challenge, with: file, passphrase: &passphrase)
            // A wrong file or passphrase is told to the vault too, which records it.
            return try await own.login(
                signature: signature ?? [UInt8](repeating: 0, count: 64), challenge: challenge.random)
        }
        output.print(["until": .string(until.description)]) {
            "Until \(until.description.dropFirst(11).prefix(5)) UTC.\n"
        }
    }

    private func tell(_ proposal: StaffProposal?) {
        guard let proposal else {
            return output.print(["enrolled": true]) {
                "Your second factor is made. Now: coffer login FILE\n"
            }
        }
        let outcome = StaffOutcome.proposed(proposal)
        output.print(outcome.json) {
            "Until an administrator approves, your old key counts.\n" + StaffCommand.text(outcome)
        }
    }

    private func enrol(at own: any Door) async throws -> StaffProposal? {
        guard !FilePaths.exists(file) else {
            throw VaultError(.usage, "the file exists already, and nothing is overwritten")
        }
        var passphrase = try Self.newPassphrase()
        let challenge = try await own.challenge()
        let key = try SecondFactor.create(
            file, passphrase: &passphrase, vault: challenge.vault, actor: challenge.actor)
        do throws(VaultError) {
            return try await own.enrolLogin(publicKey: key)
        } catch {
            // A file that counts for nothing only misleads.
            if error.code != .unknown { unsafe unlink(file) }
            throw error
        }
    }

    private static func newPassphrase() throws(VaultError) -> [UInt8] {
        var passphrase = try Passphrase.read("New passphrase: ")
        guard isatty(STDIN_FILENO) == 1 else { return passphrase }
        var again = try Passphrase.read("Once more: ")
        defer { again.wipe() }
        guard again == passphrase else {
            passphrase.wipe()
            throw VaultError(.usage, "not done: these were two passphrases")
        }
        return passphrase
    }
}
