import ArgumentParser
import Coffer
import CofferModel
import Glibc

/// `coffer staff`: who may ask, and as what.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "People and roles.",
        subcommands: [Add.self, List.self, Disable.self, Acknowledge.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a person, or give roles to one who is entered.")

        @Argument(help: "What colleagues call him.")
        var name: String

        @Option(help: "His user on this host: `id -u`.")
        var uid: UInt32

        @Option(help: "As what he may act; may be repeated.")
        var role: [RoleName]

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: VaultOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (line, isSecond) = try await vault.withVault("staff add") { vault in
                let session = session.keeper(of: vault)
                let line = try await vault.addStaff(name, uid: uid, roles: role, as: session)
                let admins = try await vault.staffDirectory(as: session).filter(\.isAdmin)
                return (line, admins.count == 2 && role.contains(.admin))
            }
            output.print(line.json) {
                var text = StaffCommand.table([line])
                if !line.acknowledged { text += "He still has to run: coffer staff acknowledge\n" }
                if isSecond {
                    text += "From now on, giving a role takes both administrators.\n"
                }
                return text
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Everyone who may ask.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: VaultOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let lines = try await vault.withVault("staff list") { vault in
                try await vault.staffDirectory(as: session.keeper(of: vault))
            }
            output.print(["staff": .array(lines.map(\.json))]) { StaffCommand.table(lines) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a person's rights at once.",
            discussion: "The entry and its rows in the ledger stay.")

        @Argument(help: "His name, or his number as `coffer staff list` shows it.")
        var person: String

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: VaultOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let line = try await vault.withVault("staff disable") { vault in
                let session = session.keeper(of: vault)
                let named = try await vault.staffDirectory(as: session).filter {
                    $0.name == person || $0.actor.description == person
                }
                guard let one = named.first else {
                    throw VaultError(.notFound, "nobody is entered like that")
                }
                guard named.count == 1 else {
                    throw VaultError(.conflict, "several are called like that; give the number")
                }
                return try await vault.disableStaff(one.actor, as: session)
            }
            output.print(line.json) { StaffCommand.table([line]) }
        }
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read and accept the confidentiality text, for yourself.")

        @Option(help: "In which language to show the text, as bg.")
        var language: String?

        @Flag(help: "Accept without being asked.")
        var yes = false

        @OptionGroup var vault: VaultOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let line = try await vault.withVault("staff acknowledge") { vault in
                let own = try vault.own()
                let language = language ?? environment("LANG").map { String($0.prefix(2)) } ?? "en"
                let text = vault.confidentialityText(language)
                if !output.json { say(Printable.text(text) + "\n") }
                if !yes { try Prompt.agree("Do you accept this? [y/N] ") }
                return try await vault.acknowledge(as: own)
            }
            output.print(line.json) { "Accepted by \(Printable.text(line.name)).\n" }
        }
    }

    static func table(_ lines: [StaffLine]) -> String {
        var table = Table(["name", "uid", "state", "roles", "number"])
        for line in lines {
            let state: Table.Cell =
                !line.active
                ? Table.Cell("disabled", .bad)
                : line.acknowledged ? Table.Cell("active", .good) : Table.Cell("not acknowledged", .warning)
            table.add([
                Table.Cell(Printable.text(line.name), .bold), "\(line.uid.map { String($0) } ?? "-")", state,
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
