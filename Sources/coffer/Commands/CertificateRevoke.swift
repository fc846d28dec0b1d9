import ArgumentParser
import Coffer
import CofferModel

struct CertificateRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Note that a certificate ended before its time.",
        discussion: """
            Nobody is reminded of it any more, and the secrets by which its device is entered are used by no \
            connector until they are written anew. The vault tells no authority: that is for whoever revokes.
            """)

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: ArgumentHelp("The record of the certificate.", valueName: "record"))
    var record: RecordID

    @Argument(help: "Why, as RFC 5280 has it: key_compromise, superseded, …")
    var reason: RevocationReason

    @Option(help: ArgumentHelp("Since when: 2026-11-21, or with a time; else now.", valueName: "time"))
    var at: Moment?

    @OptionGroup var noting: Noting

    func run() async throws { try await noting.put(.revocation(record, reason, at: at?.time), subject) }
}
