import ArgumentParser
import Coffer
import CofferModel

/// `coffer notice`: what would leave.
struct NoticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "Messages to customers.", subcommands: [Preview.self])

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A notice exactly as it would leave; nothing is sent.",
            discussion: """
                It is compared with everything the vault holds of the customer, and refused when it carries \
                something it must not: leak_detected names the field.
                """)

        @Argument(help: "The kind, as certificate_expiring.")
        var kind: String

        @Option(help: "For whom.")
        var subject: SubjectID

        @Option(help: "About what: the certificate, the invoice.")
        var about: RecordID

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let preview = try await vault.enter("notice preview") { entrance in
                try await entrance.door(session.asking()).preview(kind, for: subject, about: about)
            }
            output.print(preview.json) { preview.text(indent: 0) }
        }
    }
}

extension NoticePreview {
    func text(indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var table = Table(["slot", "carries", "from"], indent: indent)
        for slot in slots {
            table.add(["\(slot.name)", "\(slot.form)", "\(slot.field?.description ?? "chance")"])
        }
        let channels =
            agreedChannels == 0
            ? "No channel has been agreed for it yet, so it could be written and not sent."
            : "\(agreedChannels) channels could take it."
        return margin + Look.bold.paint(Printable.text(subject)) + "\n\n"
            + Printable.text(body).split(separator: "\n", omittingEmptySubsequences: false)
            .map { ($0.isEmpty ? "" : margin) + $0 + "\n" }.joined() + "\n" + table.text + margin + channels
            + "\n"
    }
}
