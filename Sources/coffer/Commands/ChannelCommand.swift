import ArgumentParser
import Coffer
import CofferModel

/// `coffer channel`: where a customer agreed to be written to.
struct ChannelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Where customers agreed to be written to, and from where they write.",
        discussion: """
            A channel is named by the record and the field that hold its address, as 0192…/contact.email. \
            `coffer channel list` shows them; the address itself is shown by none of these.
            """,
        subcommands: [
            ChannelList.self, ChannelPropose.self, ChannelVerify.self, ChannelAgree.self, ChannelSuspend.self,
            ChannelResume.self, ChannelRevoke.self, ChannelOrder.self, ChannelMatching.self,
        ])
}

struct ChannelList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "A customer's channels, those tried first first.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let channels = try await vault.enter("channel list") { entrance in
            try await entrance.door(session.asking()).channels(of: subject)
        }
        output.print(["channels": .array(channels.map(\.json))]) { ChannelLine.table(channels) }
    }
}

struct ChannelPropose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "The address that stands in a field may become a channel.",
        discussion: """
            Nothing is sent by this. Send the notice welcome_verify next: it takes a token to that address, and whoever \
            hands that in with coffer channel verify has read what was sent there.
            """)

    @OptionGroup var channel: ChannelArguments
    @OptionGroup var noting: Noting

    func run() async throws {
        let asking = try noting.session.asking()
        try await noting.put(
            .channel(channel.field, .propose), channel.subject,
            next: """
                Noted. Nothing was sent. Unless the address is verified already, have it proven next, as a role that \
                may send this kind:
                    coffer notice send welcome_verify --subject \(channel.subject) --as \(asking.role) \
                --for \(asking.purpose.rawValue)

                """)
    }
}

struct ChannelAgree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agree", abstract: "He agreed that these topics go there, and no others.",
        discussion: "Only to a verified address. Advertising takes --act explicit.")

    @OptionGroup var channel: ChannelArguments

    @Option(help: "What may be sent there; again for each.")
    var topic: [ChannelTopic]

    @Option(help: "How he said so; the charter says which ways count, and a refusal names them.")
    var act: ConsentAct

    @OptionGroup var noting: Noting

    func run() async throws {
        try await noting.put(.channel(channel.field, .agree(topics: Set(topic), act: act)), channel.subject)
    }
}

struct ChannelSuspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Nothing goes there, until a day or until it is resumed.")

    @OptionGroup var channel: ChannelArguments

    @Option(help: ArgumentHelp("Until when: 2026-12-24, or with a time.", valueName: "time"))
    var until: Moment?

    @OptionGroup var noting: Noting

    func run() async throws {
        try await noting.put(.channel(channel.field, .suspend(until: until?.time)), channel.subject)
    }
}

struct ChannelResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "What was suspended goes on.")

    @OptionGroup var channel: ChannelArguments
    @OptionGroup var noting: Noting

    func run() async throws { try await noting.put(.channel(channel.field, .resume), channel.subject) }
}

struct ChannelRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Nothing goes there any more.")

    @OptionGroup var channel: ChannelArguments
    @OptionGroup var noting: Noting

    func run() async throws { try await noting.put(.channel(channel.field, .revoke), channel.subject) }
}

struct ChannelOrder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Which channels are tried first, when several could take a message.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: ArgumentHelp("The channels, the first first; others follow.", valueName: "channel"))
    var channels: [ChannelField]

    @OptionGroup var noting: Noting

    func run() async throws { try await noting.put(.channelOrder(channels), subject) }
}

struct ChannelVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify an address by the token that was sent to it.",
        discussion: """
            The token is one line of standard input, or of --from; the whole link that was sent will do. Nobody can say \
            so without it. A token that is \
            used, too old, or was sent to an address that has changed since is not_found like one that never was.
            """)

    @OptionGroup var one: OneToken

    func run() async throws {
        let state = try await one.handIn("channel verify") { (door, token) throws(VaultError) in
            try await door.verifyChannel(token)
        }
        one.output.print(["state": .string(state.rawValue)]) { "\(state.rawValue)\n" }
    }
}

struct ChannelMatching: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Whose agreed channel the address is that somebody wrote from.",
        discussion: """
            The address is one line of standard input, or of --from: other users of this host can read arguments. \
            A match says from where a message came, not who wrote it, and unlocks nothing. A miss counts like a hit, \
            and says not why.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let address = try input.line("The address: ")
        let match = try await vault.enter("channel match") { entrance in
            try await entrance.door(session.asking()).matchChannel(address)
        }
        output.print(match.json) {
            match.isMatched ? match.subjects.map { "\($0)\n" }.joined() : "No agreed channel.\n"
        }
        if !match.isMatched { throw ExitCode(Code.notFound.exitStatus) }
    }
}

/// Whose channel, and which.
struct ChannelArguments: ParsableArguments {
    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: ArgumentHelp("The channel, as 0192…/contact.email.", valueName: "channel"))
    var field: ChannelField
}

extension ChannelLine {
    static func table(_ lines: [ChannelLine]) -> String {
        var table = Table(["channel", "state", "topics", "until"])
        for line in lines {
            let topics = line.topics.sorted().map(\.rawValue).joined(separator: " ")
            table.add([
                Table.Cell(line.field.description, .bold),
                Table.Cell(
                    line.isCurrent ? line.state.rawValue : "\(line.state.rawValue), of an earlier address",
                    line.isCurrent ? .plain : .warning),
                Table.Cell(topics.isEmpty ? "-" : topics, .plain),
                Table.Cell(line.until?.description ?? "-", .dim),
            ])
        }
        return lines.isEmpty ? "" : table.text
    }
}
