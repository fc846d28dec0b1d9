import ArgumentParser
import Coffer
import CofferModel
import Glibc

/// `coffer staff`: who may ask, and as what.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "People and roles.",
        subcommands: [
            Add.self, List.self, Disable.self, Enable.self, Acknowledge.self, Proposals.self, Approve.self,
            Withdraw.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a person or a service account, or give roles to one who is entered.",
            discussion: "Once there is a second administrator, he has to approve: coffer staff approve.")

        @Argument(help: "What colleagues call him.")
        var name: String

        @Option(help: "His user on this host: `id -u`.")
        var uid: UInt32

        @Option(help: "As what he may act; may be repeated.")
        var role: [RoleName]

        @Flag(help: "A program: it acknowledges nothing, and is never administrator.")
        var service = false

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (outcome, isSecond) = try await vault.enter("staff add") { entrance in
                let door = entrance.door(session.keeping)
                let outcome = try await door.addStaff(
                    name, uid: uid, roles: role, kind: service ? .service : .person)
                guard outcome.line != nil, role.contains(.admin) else { return (outcome, false) }
                return (outcome, try await door.staffDirectory().filter(\.isAdmin).count == 2)
            }
            output.print(outcome.json) {
                var text = StaffCommand.text(outcome)
                if let line = outcome.line, line.name != name {
                    let kept = Printable.text(line.name)
                    text += "uid \(uid) is entered already, as \(kept); that name stays.\n"
                }
                if outcome.line?.acknowledged == false {
                    text += "He still has to run: coffer staff acknowledge\n"
                }
                if isSecond {
                    let when = outcome.line?.acknowledged == false ? "Once he has" : "From now on"
                    text += "\(when), giving a role takes both administrators.\n"
                }
                return text
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Everyone who may ask.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let lines = try await vault.enter("staff list") { entrance in
                try await entrance.door(session.keeping).staffDirectory()
            }
            output.print(["staff": .array(lines.map(\.json))]) { StaffCommand.table(lines) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a person's rights at once.",
            discussion: """
                The entry and its rows in the ledger stay. To end another administrator's, a further one has to \
                approve.
                """)

        @Argument(help: "His name, or his number as `coffer staff list` shows it.")
        var person: String

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let outcome = try await vault.enter("staff disable") { entrance in
                let door = entrance.door(session.keeping)
                return try await door.disableStaff(try await StaffCommand.find(person, at: door))
            }
            output.print(outcome.json) { StaffCommand.text(outcome) }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a person's rights back.",
            discussion: "After they were ended, or he did nothing for 90 days. It takes both administrators.")

        @Argument(help: "His name, or his number as `coffer staff list` shows it.")
        var person: String

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let outcome = try await vault.enter("staff enable") { entrance in
                let door = entrance.door(session.keeping)
                return try await door.enableStaff(try await StaffCommand.find(person, at: door))
            }
            output.print(outcome.json) { StaffCommand.text(outcome) }
        }
    }

    /// The one who is called like that, or has that number.
    static func find(_ person: String, at door: some Door) async throws -> ActorID {
        let named = try await door.staffDirectory().filter {
            $0.name == person || $0.actor.description == person
        }
        guard let one = named.first else { throw VaultError(.notFound, "nobody is entered like that") }
        guard named.count == 1 else {
            throw VaultError(.conflict, "several are called like that; give the number")
        }
        return one.actor
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read and accept the confidentiality text, for yourself.")

        @Option(help: "In which language to show the text, as bg.")
        var language: String?

        @Flag(help: "Accept without being asked.")
        var yes = false

        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let line = try await vault.enter("staff acknowledge") { entrance in
                let own = try await entrance.own()
                let text = try await text(from: own)
                if !output.json { say(Printable.text(text.text) + "\n") }
                if !yes { try Prompt.agree("Do you accept this? [y/N] ") }
                return try await own.acknowledge()
            }
            output.print(line.json) { "Accepted by \(Printable.text(line.name)).\n" }
        }

        /// In the language that was asked for, and no other; else in his own, or the company's first.
        private func text(from own: any Door) async throws(VaultError) -> ConfidentialityText {
            if let language { return try await own.confidentiality(in: language) }
            guard let spoken = environment("LANG").map({ String($0.prefix(2)) }) else {
                return try await own.confidentiality(in: nil)
            }
            do throws(VaultError) { return try await own.confidentiality(in: spoken) } catch {
                guard error.code == .badValue else { throw error }
                return try await own.confidentiality(in: nil)
            }
        }
    }

    /// What became of a change, and who has to do what next.
    static func text(_ outcome: StaffOutcome) -> String {
        switch outcome {
        case .done(let line): table([line])
        case .proposed(let proposal):
            proposal.words + """
                It waits for another administrator until \(proposal.ends.day16), who runs:
                    coffer staff approve \(proposal.id)

                """
        }
    }

    static func table(_ lines: [StaffLine]) -> String {
        var table = Table(["name", "kind", "uid", "state", "roles", "number"])
        for line in lines {
            let state: Table.Cell =
                !line.active
                ? Table.Cell(line.idle ? "idle for 90 days" : "disabled", .bad)
                : line.acknowledged ? Table.Cell("active", .good) : Table.Cell("not acknowledged", .warning)
            table.add([
                Table.Cell(Printable.text(line.name), .bold),
                "\(line.kind == .service ? "service" : "person")", "\(line.uid.map { String($0) } ?? "-")",
                state,
                "\(line.roles.map(\.description).joined(separator: ", "))",
                Table.Cell(line.actor.description, .dim),
            ])
        }
        return table.text
    }
}

extension StaffLine {
    var isAdmin: Bool { active && roles.contains(.admin) }
}

/// Questions to a person at a terminal.
enum Prompt {
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks; anything but yes is no.
    static func agree(_ question: String) throws(VaultError) {
        guard isPossible else { throw VaultError(.usage, "nobody is there to be asked; --yes says yes") }
        standardError(question)
        guard ["y", "yes"].contains((readLine() ?? "").lowercased()) else {
            throw VaultError(.usage, "not done: the answer was no")
        }
    }
}
