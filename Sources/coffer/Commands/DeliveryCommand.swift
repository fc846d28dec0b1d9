import ArgumentParser
import Coffer
import CofferModel

/// `coffer delivery`: the ways out of the house.
struct DeliveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Mail server, webhook, command, spool: how messages leave.",
        subcommands: [Set.self, Show.self, Approve.self, Check.self])

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set how messages leave.",
            discussion: """
                From a JSON file, or - for standard input. It holds no secret: passwords and keys stay in files of \
                their own, which it names. Once there is a second administrator, he has to approve: coffer delivery \
                approve.
                """)

        @Argument(help: ArgumentHelp("The settings as JSON.", valueName: "file|-"))
        var file: String

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let given = JSON.object(try GivenInput.object(from: file, "The settings as JSON, then Ctrl-D:\n"))
            let settings = try DeliveryFiles.takingIn(given)
            let view = try await vault.enter("delivery set") { entrance in
                try await entrance.door(session.keeping).setDelivery(settings)
            }
            output.print(view.json) { view.text }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How messages leave, and what waits for a second administrator.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let view = try await vault.enter("delivery show") { entrance in
                try await entrance.door(session.keeping).deliverySettings()
            }
            output.print(view.json) { view.text }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve the settings that another administrator wants; they count at once.")

        @Argument(help: "Their number, as `coffer delivery show` shows it.")
        var proposal: ProposalID

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let view = try await vault.enter("delivery approve") { entrance in
                try await entrance.door(session.keeping).approveDelivery(proposal)
            }
            output.print(view.json) { view.text }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try whether messages could leave; none is sent.",
            discussion: """
                Connects, lets the other side prove its name, logs in, and leaves. Through a socket, the service \
                tries: it is the one that sends.
                """)

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let check = try await vault.enter("delivery check") { entrance in
                try await entrance.door(session.keeping).checkDelivery()
            }
            output.print(check.json) { check.text }
            if !check.isOpen { throw ExitCode(Code.unavailable.exitStatus) }
        }
    }
}

/// Files that settings name and that are taken in when they are set.
enum DeliveryFiles {
    /// The settings with the certificates of authorities in the place of the path of their file.
    ///
    /// Who changes that file later changes nothing: what it held is under the manifest's signature.
    static func takingIn(_ settings: JSON) throws(VaultError) -> JSON {
        var settings = settings
        let connectors = (settings["connectors"]?.object?.keys.sorted() ?? []).map {
            ["connectors", $0, "authorities"]
        }
        for place in [["mail", "smtp", "authorities"], ["phone", "webhook", "authorities"]] + connectors {
            guard let path = settings.value(at: place[...])?.string, path.hasPrefix("/") else { continue }
            let bytes = try GivenInput.bytes(from: path, "")
            guard let pem = String(validating: bytes, as: UTF8.self) else {
                throw VaultError(.badValue, rule: "delivery.authorities")
            }
            settings = settings.replacing(place[...], with: .string(pem))
        }
        return settings
    }
}

extension JSON {
    fileprivate func value(at place: ArraySlice<String>) -> JSON? {
        guard let name = place.first else { return self }
        return self[name]?.value(at: place.dropFirst())
    }

    fileprivate func replacing(_ place: ArraySlice<String>, with value: JSON) -> JSON {
        guard let name = place.first, var members = object else { return value }
        members[name] = members[name]?.replacing(place.dropFirst(), with: value)
        return .object(members)
    }
}

extension DeliveryView {
    /// What is in force, and what somebody has to do about what waits.
    var text: String {
        let inForce =
            settings.map { Self.table($0) } ?? "Nothing is delivered yet: coffer delivery set FILE\n"
        guard let waiting else { return inForce }
        return inForce + """

            \(Look.bold.paint(Printable.text(waiting.proposerName))) wants instead:
            \(Self.table(waiting.settings))\
            It waits for another administrator until \(waiting.ends.day16), who runs:
                coffer delivery approve \(waiting.id)

            """
    }

    private static func table(_ settings: JSON) -> String {
        var table = Table([])
        for (place, value) in settings.leaves(at: "") {
            table.add([Table.Cell(place, .dim), Table.Cell(value)])
        }
        return table.text
    }
}

extension JSON {
    /// Every value with its place, as `mail.smtp.port`, in alphabetical order.
    fileprivate func leaves(at place: String) -> [(place: String, value: String)] {
        switch self {
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                value.leaves(at: place.isEmpty ? name : "\(place).\(name)")
            }
        case .string(let text):
            [(place, place.hasSuffix(".authorities") ? "certificates of its own" : Printable.text(text))]
        case .array(let elements):
            elements.isEmpty
                ? []
                : [(place, elements.map { Printable.text($0.string ?? $0.text) }.joined(separator: ", "))]
        default: [(place, text)]
        }
    }
}

extension DeliveryCheck {
    /// A line a way.
    var text: String {
        var table = Table(["for", "by", "answer"])
        for (name, way) in [("mail", mail), ("telephones", phone)] {
            guard let way else { continue }
            let answer = way.reason.map { Table.Cell(Printable.text($0), .bad) } ?? Table.Cell("open", .good)
            table.add([Table.Cell(name), Table.Cell(Printable.text(way.kind)), answer])
        }
        return table.text
    }
}
