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
        let report = try await vault.enter("verify") { entrance in
            defer { bar.end() }
            return try await entrance.door(session.keeping).verify { bar.update($0, share: nil) }
        }
        output.print(report.json) { report.words }
        if !report.isClean { throw ExitCode(Code.integrity.exitStatus) }
    }
}

extension VerificationReport {
    var words: String {
        let sums = "\(ledgerRows) ledger rows, \(records) records, \(subjects) customers"
        guard !isClean else { return "\(Look.good.paint("clean")): \(sums)\n" }
        return findings.map { "\(Look.bad.paint("finding")): \(Printable.text($0))\n" }.joined()
            + (more > 0 ? "and \(more) more\n" : "") + "\(findings.count + more) findings in \(sums)\n"
    }
}
