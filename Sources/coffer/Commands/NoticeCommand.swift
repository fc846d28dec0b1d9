import ArgumentParser
import Coffer
import CofferModel

/// `coffer notice`: what would leave, what is to leave, and what became of it.
struct NoticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "Messages to customers.",
        subcommands: [
            Preview.self, Send.self, List.self, Retry.self, Cancel.self, Deliver.self, NoticeLink.self,
            NoticeUnsubscribe.self,
        ])

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A notice exactly as it would leave; nothing is sent.",
            discussion: """
                It is compared with everything the vault holds of the customer, and refused when it carries \
                something it must not: leak_detected names the field.
                """)

        @OptionGroup var wanted: WantedNotice
        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let preview = try await vault.enter("notice preview") { entrance in
                try await entrance.door(session.asking()).preview(
                    wanted.kind, for: wanted.subject, about: wanted.about, given: try wanted.values(),
                    recipient: wanted.to)
            }
            output.print(preview.json) { preview.text(indent: 0) }
        }
    }

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a notice sent to a customer's agreed channel.",
            discussion: """
                It waits in the outbox. Whether it may leave, where to and what it says is decided when it does; \
                coffer notice list tells what became of it.
                """)

        @OptionGroup var wanted: WantedNotice

        @Option(
            help: ArgumentHelp(
                "Asked again with the same key within a day, it is sent once.", valueName: "text"))
        var key: String?

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let queued = try await vault.enter("notice send") { entrance in
                try await entrance.door(session.asking()).send(
                    wanted.kind, to: wanted.subject, about: wanted.about, given: try wanted.values(),
                    recipient: wanted.to, idempotencyKey: key)
            }
            output.print(queued.json) {
                "Queued as \(queued.notice).\n"
                    + (queued.channels == 0
                        ? "It cannot leave yet: \(Code.noChannel).\n" : "")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What waits to leave, has left, or could not, and why.")

        @Option(help: "Only notices to this customer.")
        var subject: SubjectID?

        @Option(help: "Only what is queued, sent, dead or lapsed.")
        var state: NoticeState?

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let lines = try await vault.enter("notice list") { entrance in
                try await entrance.door(session.asking()).notices(of: subject, state: state)
            }
            output.print(["notices": .array(lines.map(\.json))]) { lines.text + lines.hints }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a notice that could not leave tried again, from the beginning.")

        @OptionGroup var one: OneNotice

        func run() async throws {
            try await one.change("notice retry", "It is tried again.\n") {
                (door, notice) throws(VaultError) in
                try await door.retry(notice)
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a notice back that has not left.",
            discussion: "One that is just being tried may leave all the same.")

        @OptionGroup var one: OneNotice

        func run() async throws {
            try await one.change("notice cancel", "It is taken back.\n") {
                (door, notice) throws(VaultError) in
                try await door.cancel(notice)
            }
        }
    }

    struct Deliver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try every notice that is due, once.",
            discussion: """
                For a vault that no service has open: coffer serve does the same all the time, and coffer notice \
                list shows what became of it. It acts as the user who runs it, who must hold the role dispatcher.
                """)

        @OptionGroup var vault: VaultOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard vault.vault != nil || given("COFFER_VAULT") != nil || given("COFFER_SOCKET") == nil else {
                throw VaultError(
                    .usage,
                    """
                    a running service sends by itself, and coffer notice list shows what became of it; this is for a \
                    vault that no service has open: --vault DIR
                    """)
            }
            let done = try await vault.withVault("notice deliver") { vault in
                try await vault.dispatch(as: vault.session(role: .dispatcher, purpose: .serviceNotice))
            }
            output.print(done.json) {
                "\(done.sent) sent, \(done.deferred) put off, \(done.dead) dead, \(done.lapsed) lapsed\n"
            }
        }
    }
}

/// A kind of notice, for whom, about what, and what the sender has to say himself.
struct WantedNotice: ParsableArguments {
    @Argument(help: "The kind, as certificate_expiring.")
    var kind: String

    @Option(help: "For whom, or about whom where it goes to somebody else.")
    var subject: SubjectID

    @Option(
        help: ArgumentHelp(
            "To whom, where it does not go to the customer: a name in the delivery settings.",
            valueName: "name"))
    var to: String?

    @Option(help: "About what: the certificate, the invoice.")
    var about: RecordID?

    @Option(
        name: .customLong("given"),
        help: ArgumentHelp(
            "What a slot shows that no record holds, as begins_at=2026-12-01T09:00Z.", valueName: "slot=value"
        ))
    var given: [String] = []

    func values() throws(VaultError) -> [String: String] {
        var values: [String: String] = [:]
        for text in given {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, values.updateValue(String(parts[1]), forKey: String(parts[0])) == nil
            else {
                throw VaultError(.usage, "--given takes slot=value, each slot once")
            }
        }
        return values
    }
}

/// One notice that is to be changed.
struct OneNotice: ParsableArguments {
    @Argument(help: "Its number, as coffer notice list shows it.")
    var notice: NoticeID

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func change(
        _ verb: String, _ words: String,
        _ act: @Sendable (any Door, NoticeID) async throws(VaultError) -> Void
    ) async throws {
        try await vault.enter(verb) { entrance in
            try await act(entrance.door(session.asking()), notice)
        }
        output.print(["notice": .string(notice.description)]) { words }
    }
}

extension [NoticeLine] {
    fileprivate var text: String {
        guard !isEmpty else { return "Nothing.\n" }
        var table = Table(["notice", "customer", "to", "kind", "state", "tries", "next", "why"], indent: 0)
        for line in self {
            table.add([
                "\(line.notice)", "\(line.subject)", "\(line.recipient ?? "")", "\(line.kind)",
                "\(line.state.rawValue)",
                "\(line.tries)",
                "\(line.due?.description ?? "")", "\(line.reason ?? "")",
            ])
        }
        return table.text
    }
}

extension [NoticeLine] {
    /// What the codes among the reasons mean, each once.
    fileprivate var hints: String {
        Set(compactMap(\.reason)).sorted().compactMap { reason in
            Code(rawValue: reason)?.hint.map { Look.dim.paint("\(reason): \($0)") + "\n" }
        }.joined()
    }
}

extension NoticePreview {
    func text(indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var table = Table(["slot", "carries", "from"], indent: indent)
        for slot in slots {
            let from = slot.field.map { "\(slot.origin): \($0)" } ?? slot.origin
            table.add(["\(slot.name)", "\(slot.form)", "\(from)"])
        }
        let channels =
            agreedChannels == 0
            ? "It could be written and not sent: \(Code.noChannel)."
            : agreedChannels == 1 ? "One channel could take it." : "\(agreedChannels) channels could take it."
        return margin + Look.bold.paint(Printable.text(subject)) + "\n\n"
            + Printable.text(body).split(separator: "\n", omittingEmptySubsequences: false)
            .map { ($0.isEmpty ? "" : margin) + $0 + "\n" }.joined() + "\n" + table.text + margin + channels
            + "\n"
    }
}
