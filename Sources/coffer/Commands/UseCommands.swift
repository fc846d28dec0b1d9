import ArgumentParser
import Coffer
import CofferModel

/// `coffer order`: what a card may be charged for.
struct OrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Note what a customer's card may be charged for, once; or take it back.",
        discussion: "A number stands for one order for good. coffer card charge uses it up.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: "Your number for it: letters, digits, hyphens, underscores and points.")
    var number: String

    @Option(help: "The record of the card.")
    var card: RecordID?

    @Option(help: "How much, as 12.50.")
    var amount: String?

    @Option(help: "Of which currency, as EUR.")
    var currency: String?

    @Flag(help: "Take an open order back, by its number alone.")
    var withdraw = false

    @OptionGroup var noting: Noting

    func validate() throws {
        let isWhole = card != nil && amount != nil && currency != nil
        let isEmpty = card == nil && amount == nil && currency == nil
        guard withdraw ? isEmpty : isWhole else {
            throw ValidationError("Give --card, --amount and --currency, or --withdraw alone.")
        }
    }

    func run() async throws {
        if let card, let amount, let currency {
            try await noting.put(.order(number, card: card, amount: amount, currency: currency), subject)
        } else {
            try await noting.put(.orderWithdrawal(number), subject, next: "Taken back.\n")
        }
    }
}

/// `coffer card`: cards, used and not seen.
struct CardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Have a connector charge a card; nobody sees its number: charge, authorise.",
        subcommands: [CardCharge.self, CardAuthorise.self])
}

/// Which card is charged for which order, by whom.
struct Charging: ParsableArguments {
    @Argument(help: "The record of the card.")
    var record: RecordID

    @Option(help: ArgumentHelp("The order, as coffer order noted it.", valueName: "number"))
    var order: String

    @Option(name: .customLong("by"), help: ArgumentHelp("The connector.", valueName: "name"))
    var connector: String

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions
}

struct CardCharge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charge", abstract: "Charge a card for an order, by a connector of the settings.",
        discussion:
            "Once for each order, whatever the answer. With exit status 5 nothing has left, and it may be tried again."
    )

    @OptionGroup var asked: Charging

    func run() async throws {
        let used = try await asked.vault.enter("card charge") { entrance in
            try await entrance.door(asked.session.asking())
                .charge(asked.record, for: asked.order, by: asked.connector)
        }
        try asked.output.show(used)
    }
}

struct CardAuthorise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorise",
        abstract: "Charge a card with the code that its holder gave for this one charge.",
        discussion: """
            The code is asked for without being shown, or is one line of standard input, or of --from; it is kept in \
            memory until the connector has it, and written nowhere.
            """)

    @OptionGroup var asked: Charging
    @OptionGroup var input: InputOptions

    func run() async throws {
        let given = try input.secret("Code: ")
        let used = try await asked.vault.enter("card authorise") { entrance in
            let door = try entrance.door(asked.session.asking())
            var code = given
            _ = try await door.authorise(asked.record, for: asked.order, code: &code)
            return try await door.charge(asked.record, for: asked.order, by: asked.connector)
        }
        try asked.output.show(used)
    }
}

/// `coffer device`: what devices are entered by, used and not seen.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Have a connector enter a device; nobody sees its secrets: use.",
        subcommands: [DeviceUse.self])
}

struct DeviceUse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Have a connector of the settings enter a device.")

    @Argument(help: "The record with what the device is entered by.")
    var record: RecordID

    @Option(name: .customLong("by"), help: ArgumentHelp("The connector.", valueName: "name"))
    var connector: String

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let used = try await vault.enter("device use") { entrance in
            try await entrance.door(session.asking()).use(record, by: connector)
        }
        try output.show(used)
    }
}

extension OutputOptions {
    /// Says what came of it; what was not accepted ends with the status of a denial.
    fileprivate func show(_ used: Used) throws {
        print(used.json) { used.words }
        if !used.isAccepted { throw ExitCode(1) }
    }
}

extension Used {
    fileprivate var words: String {
        var table = Table([])
        table.add([
            Table.Cell(connector, .dim), Table.Cell(isAccepted ? "accepted" : "refused, \(status.words)"),
        ])
        for (name, value) in answer.sorted(by: { $0.key < $1.key }) {
            table.add([
                Table.Cell(Printable.text(name), .dim),
                Table.Cell(Printable.text(value.string ?? value.text)),
            ])
        }
        return table.text + (isWithheld ? "The rest of the answer repeated a value and is withheld.\n" : "")
    }
}

extension Used.Status {
    fileprivate var words: String {
        switch self {
        case .http(let status): "status \(status)"
        case .exit(let status): "exit \(status)"
        }
    }
}
