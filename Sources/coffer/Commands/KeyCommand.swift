import ArgumentParser
import Coffer
import CofferModel

/// `coffer key`: the inventory.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The inventory of keys, and keys for processes.",
        subcommands: [List.self, Role.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every key but the customers' own: everything except the key.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let lines = try await vault.enter("key list") { entrance in
                try await entrance.door(session.keeping).keyInventory()
            }
            output.print(["keys": .array(lines.map(\.json))]) {
                var table = Table(["use", "version", "state", "made", "here", "id"])
                for line in lines {
                    table.add([
                        "\(line.use)", "\(line.version)", "\(line.state)",
                        "\(line.created.description.prefix(10))",
                        "\(line.held ? "yes" : "no")", Table.Cell(line.id.description, .dim),
                    ])
                }
                return table.text
            }
        }
    }
}

extension KeyCommand {
    /// `coffer key role`: a key with which a process opens what its role may see, and nothing else.
    struct Role: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a process a key of its own.",
            discussion: """
                With it the process opens what its role is granted today and no more: --role-key FILE. The file \
                goes into a directory of mode 0700; FILE.json beside it belongs to it.
                """)

        @Argument(help: "The process's name, as billing_job.")
        var name: String

        @Option(help: "As what it acts.")
        var role: RoleName

        @Option(help: ArgumentHelp("The key file to write.", valueName: "file"))
        var out: String

        @Flag(help: "It writes notices, so it holds the key of every field, to compare with.")
        var notices = false

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let count = try await vault.withVault("key role") { vault in
                try await vault.addRoleKey(
                    name, role: role, notices: notices, path: out, as: session.keeper(of: vault))
            }
            output.print(["name": .string(name), "keys": .integer(Int64(count))]) {
                "\(out) opens \(count) keys.\n"
            }
        }
    }
}
