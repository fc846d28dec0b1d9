import ArgumentParser
import Coffer
import CofferModel

/// `coffer ledger`: the record of everything, and its check.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The record of every answer and refusal.",
        subcommands: [Verify.self, Show.self, Checkpoint.self, Proof.self])

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the ledger with public keys alone.",
            discussion: """
                Needs no root key, and works while a process has the vault open. Without --key, the key that lies \
                beside the log is taken: whoever can change the log can change that too, so an auditor brings his \
                own copy of it.
                """)

        @Option(help: ArgumentHelp("The vault's directory; else COFFER_VAULT.", valueName: "dir"))
        var vault: String?

        @Option(help: ArgumentHelp("One log, or a copy of it, instead of a vault.", valueName: "dir"))
        var log: String?

        @Option(help: ArgumentHelp("A file with the log's public key.", valueName: "file"))
        var key: String?

        @Option(
            help: ArgumentHelp(
                "The anchor: with --vault its directory, with --log its file.", valueName: "path"))
        var anchor: String?

        @OptionGroup var output: OutputOptions

        func run() throws {
            let checks = try checks()
            output.print(["logs": .array(checks.map(\.json))]) { checks.map(\.words).joined() }
            if checks.contains(where: { !$0.findings.isEmpty }) {
                throw ExitCode(Code.integrity.exitStatus)
            }
        }

        private func checks() throws(VaultError) -> [LedgerCheck] {
            if let log {
                return [try Vault.checkLedger(log: log, key: try publicKey(), anchor: anchor)]
            }
            guard key == nil else { throw VaultError(.usage, "--key belongs to --log") }
            var options = VaultOptions()
            options.vault = vault
            return try Vault.checkLedgers(of: try options.directory(), anchor: anchor)
        }

        private func publicKey() throws(VaultError) -> String? {
            guard let key else { return nil }
            var input = InputOptions()
            input.from = key
            return try input.line("")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest rows.")

        @Option(help: "How many.")
        var last = 20

        @Option(help: "Only rows about this customer.")
        var subject: SubjectID?

        @Option(help: ArgumentHelp("Only what stands before this row, as 1:42.", valueName: "row"))
        var before: LedgerPlace?

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard 1...Limits.historyRows ~= last else { throw ValidationError("--last takes 1...10000") }
        }

        func run() async throws {
            let page = try await vault.enter("ledger show") { entrance in
                try await entrance.door(session.keeping).ledgerRows(last: last, of: subject, before: before)
            }
            output.print(page.json) { page.words }
        }
    }
}

extension LedgerCheck {
    var json: JSON {
        [
            "key": .string(key), "rows": .integer(Int64(clamping: rows)),
            "checkpoints": .integer(Int64(checkpoints)),
            "anchored": anchored.map { .integer(Int64(clamping: $0)) } ?? .null,
            "findings": .array(findings.map { .string($0) }),
        ]
    }

    var words: String {
        var text = "\(key)\n  \(rows) rows, \(checkpoints) checkpoints, "
        text += anchored.map { "\($0) rows anchored\n" } ?? "no anchor: a cut end would go unseen\n"
        if findings.isEmpty { return text + "  \(Look.good.paint("whole"))\n" }
        return text + findings.map { "  \(Look.bad.paint("finding")): \($0)\n" }.joined()
    }
}
