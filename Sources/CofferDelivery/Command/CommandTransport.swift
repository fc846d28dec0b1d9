import Glibc

/// Delivers by a program of this host, in the convention of `sendmail -i -f SENDER -t`.
///
/// The message comes on the program's standard input, the recipient in its line `To:`. An address among the
/// arguments would stand in the list of processes, for every user of the host to read.
package struct CommandTransport: MailTransport {
    private let settings: CommandSettings

    /// Takes the settings; nothing is started yet.
    package init(_ settings: CommandSettings) { self.settings = settings }

    /// Runs the program once, and says what its exit status means.
    package func send(
        _ message: OutboundMessage, from sender: MailAddress, to recipient: MailAddress
    ) -> DeliveryOutcome {
        let arguments = settings.arguments + ["-i", "-f", sender.text, "-t"]
        guard let run = CommandRun(settings.program, arguments) else {
            return CommandVerdict.outcome(.notStarted)
        }
        return CommandVerdict.outcome(run.feed(message.composed(to: recipient), seconds: settings.seconds))
    }

    /// Looks whether the program may be started; does not start it.
    package func probe() -> DeliveryReason? {
        unsafe access(settings.program, X_OK) == 0 ? nil : DeliveryReason(.local)
    }
}
