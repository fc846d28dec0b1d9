package import CofferModel

/// Delivers by a program of this host, in the convention of `sendmail -i -f SENDER -t`.
///
/// The message comes on the program's standard input, the recipient in its line `To:`. An address among the
/// arguments would stand in the list of processes, for every user of the host to read.
package struct CommandTransport: DeliveryTransport {
    private let settings: CommandSettings

    /// Takes the settings; nothing is started yet.
    package init(_ settings: CommandSettings) { self.settings = settings }

    /// Runs the program once; a thread of its own waits for it.
    ///
    /// - Parameters:
    ///   - message: what to send.
    ///   - envelope: a recipient other than a mailbox is refused.
    ///   - now: not needed here.
    /// - Returns: what the exit status says.
    package func deliver(
        _ message: OutboundMessage, to envelope: Envelope, at now: Timestamp
    ) async -> DeliveryOutcome {
        guard case .mail(let recipient) = envelope.recipient else { return .refused(.init(.channel)) }
        let settings = settings
        let arguments = settings.arguments + ["-i", "-f", envelope.sender.text, "-t"]
        let outcome = await OwnThread.run {
            guard let run = CommandRun(settings.program, arguments) else { return CommandEnd.notStarted }
            return run.feed(message.composed(to: recipient), seconds: settings.seconds)
        }
        return CommandVerdict.outcome(outcome ?? .notStarted)
    }
}
