import ArgumentParser
import Coffer
import CofferModel

/// `coffer key`: the inventory.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The inventory of keys.", subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every key but the customers' own: everything except the key.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: VaultOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let lines = try await vault.withVault("key list") { vault in
                try await vault.keyInventory(as: session.keeper(of: vault))
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

extension KeyLine {
    var json: JSON {
        [
            "id": .string(id.description), "use": .string(use), "version": .integer(Int64(version)),
            "state": .string(state), "created": .string(created.description), "held": .bool(held),
        ]
    }
}
