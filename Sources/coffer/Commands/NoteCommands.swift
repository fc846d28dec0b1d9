import ArgumentParser
import Coffer
import CofferModel

/// `coffer event`: something happened.
struct EventCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "Note what happened to a customer, a service of his, or a record.",
        discussion: "When data end follows from it. Order does not matter, and noted twice it happened once.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: ArgumentHelp("What happened.", valueName: "event"))
    var event: EventName

    @Option(help: "To which service of his; else to all.")
    var service: String?

    @Option(help: "To which record; else to all.")
    var record: RecordID?

    @Option(help: ArgumentHelp("When: 2026-11-21, or with a time; else now.", valueName: "time"))
    var at: Moment?

    @Option(help: ArgumentHelp("The date that warranty_set and validity_set set.", valueName: "time"))
    var until: Moment?

    @OptionGroup var noting: Noting

    func run() async throws {
        try await noting.put(
            .event(event, service: service, record: record, at: at?.time, until: until?.time), subject)
    }
}

/// `coffer consent`: somebody allowed something, or said no.
struct ConsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent", abstract: "Note what a customer allowed or objected to.",
        discussion: "The newest counts. After a no, only --act explicit or confirmed_request is a yes.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: "What it is about: a purpose, or a topic of the charter such as card_on_file.")
    var topic: String

    @Option(
        help:
            "How he said so; objection says no. The charter says which ways count, and a refusal names them.")
    var act: ConsentAct?

    @Flag(help: "He takes back what he allowed.")
    var withdraw = false

    @Option(help: ArgumentHelp("Which version of the text he saw.", valueName: "n"))
    var textVersion = 0

    @Option(help: ArgumentHelp("Until when it counts.", valueName: "time"))
    var expires: Moment?

    @OptionGroup var noting: Noting

    func validate() throws {
        guard withdraw != (act != nil) else { throw ValidationError("Give --act or --withdraw.") }
    }

    func run() async throws {
        let note =
            act.map {
                SubjectNote.consent(topic: topic, act: $0, textVersion: textVersion, expires: expires?.time)
            }
            ?? .withdrawal(topic: topic)
        try await noting.put(note, subject)
    }
}

/// `coffer restrict`: only stored for now.
struct RestrictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restrict", abstract: "Restrict a customer's data, or one field, to being stored.",
        discussion: "His own rights, legal claims, and security and legal notices are left.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Option(help: "The field, as contact.email; else everything.")
    var field: FieldPath?

    @Flag(help: "The restriction ends.")
    var lift = false

    @OptionGroup var noting: Noting

    func run() async throws {
        try await noting.put(lift ? .lift(field) : .restriction(field), subject)
    }
}

/// `coffer hold`: not to be destroyed for now.
struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep a customer's data from being destroyed, on a case.",
        discussion: "The hold is of the case given with --case, and so is its release.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Option(help: ArgumentHelp("When it is looked at again, within a year.", valueName: "time"))
    var review: Moment?

    @Flag(help: "The hold of the case ends.")
    var release = false

    @OptionGroup var noting: Noting

    func validate() throws {
        guard release != (review != nil) else { throw ValidationError("Give --review or --release.") }
    }

    func run() async throws {
        try await noting.put(review.map { .hold(review: $0.time) } ?? .release, subject)
    }
}

/// What the verbs that note something have in common.
struct Noting: ParsableArguments {
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func put(_ note: SubjectNote, _ subject: SubjectID, next words: String = "Noted.\n") async throws {
        let revision = try await vault.enter(note.action.rawValue) { entrance in
            try await entrance.door(session.asking()).note(note, about: subject)
        }
        output.print(["revision": .integer(Int64(clamping: revision))]) { words }
    }
}

/// A time on the command line: a day, which begins at midnight UTC, or a time as the ledger writes them.
struct Moment: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        guard let time = Timestamp(argument.utf8.count == 10 ? argument + "T00:00:00.000Z" : argument) else {
            return nil
        }
        self.time = time
    }
}
