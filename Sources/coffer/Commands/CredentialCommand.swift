import ArgumentParser
import Coffer
import CofferModel

/// `coffer credential`: by what devices are entered.
struct CredentialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential", abstract: "By what devices are entered.", subcommands: [Due.self])

    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the secrets of devices that are to be changed.",
            discussion: """
                Seen by somebody who broke the glass, cut off by a revoked certificate, or older than the charter lets \
                them be. Nothing is opened. Written anew, a secret is off the list.
                """)

        @Option(
            help: ArgumentHelp("Go on after this customer, as the part before said.", valueName: "customer"))
        var after: SubjectID?

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let due = try await vault.enter("credential due") { entrance in
                try await entrance.door(session.asking()).dueSecrets(after: after)
            }
            output.print(due.json) { due.words }
        }
    }
}

extension DueSecrets {
    fileprivate var words: String {
        let more = next.map { "There is more: --after \($0)\n" } ?? ""
        guard !secrets.isEmpty else { return more.isEmpty ? "Nothing is due.\n" : more }
        var table = Table(["customer", "device", "record", "field", "why", "written", "by"])
        for one in secrets {
            table.add([
                "\(one.subject.description)", "\(one.device?.description ?? "-")",
                "\(one.record.description)",
                "\(one.field.description)", "\(one.reason.rawValue)", "\(one.since.day16)",
                "\(one.by?.day16 ?? "now")",
            ])
        }
        return table.text + more
    }
}
