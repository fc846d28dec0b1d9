import ArgumentParser
import Coffer
import CofferModel

struct CertificateHandOver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over",
        abstract: "Note that a certificate went to its owner, and destroy the copy of its private key.",
        discussion: """
            The copy goes where the charter says so, and comes back from nowhere: the owner must have the key by then. \
            To whom it went is kept sealed beside the certificate, once: {"to":"Grace Example","act":"HO-17"}, the \
            second, the number of the paper on which he accepted it, if there is one.
            """)

    @Argument(help: ArgumentHelp("The record of the certificate and its key.", valueName: "record"))
    var record: RecordID

    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let given = try input.object("To whom, as {\"to\":\"NAME\"}; Ctrl-D ends it: ")
        guard given.keys.allSatisfy(["to", "act"].contains), let acceptor = given["to"]?.string,
            given["act"].map({ $0.string != nil }) ?? true
        else { throw VaultError(.badValue, rule: "handover.to") }
        let done = try await vault.enter("certificate hand-over") { entrance in
            try await entrance.door(session.asking()).handOver(
                record, to: acceptor, act: given["act"]?.string)
        }
        output.print(done.json) {
            "Handed over at \(done.at.day16). "
                + (done.isKeyDestroyed
                    ? "The copy of its private key is destroyed.\n"
                    : "The copy of its private key is still here: the charter, a hold or a restriction keeps it.\n")
        }
    }
}
