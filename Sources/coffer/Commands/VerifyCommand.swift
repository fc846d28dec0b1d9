import ArgumentParser
import Coffer
import CofferModel

/// `coffer verify`: store, ledger and keys against each other.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare data, ledger and keys with each other; name what does not fit.",
        discussion: "Changes nothing. One finding a line; exit status 4 if there is any.")

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bar = ProgressBar("verifying", unit: "records")
        let report = try await vault.withVault("verify") { vault in
            defer { bar.end() }
            return try await vault.verify(as: session.keeper(of: vault)) { bar.update($0, share: nil) }
        }
        output.print(report.json) { report.words }
        if !report.isClean { throw ExitCode(Code.integrity.exitStatus) }
    }
}

extension Verification {
    var json: JSON {
        [
            "clean": .bool(isClean), "ledger_rows": .integer(Int64(clamping: ledgerRows)),
            "records": .integer(Int64(records)), "subjects": .integer(Int64(subjects)),
            "findings": .array(findings.map { .string($0.description) }),
        ]
    }

    var words: String {
        let sums = "\(ledgerRows) ledger rows, \(records) records, \(subjects) customers"
        guard !isClean else { return "\(Look.good.paint("clean")): \(sums)\n" }
        return findings.map { "\(Look.bad.paint("finding")): \($0)\n" }.joined()
            + "\(findings.count) findings in \(sums)\n"
    }
}
