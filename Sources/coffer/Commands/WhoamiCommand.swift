import ArgumentParser
import Coffer
import CofferModel

/// `coffer whoami`: what the vault knows of the user who runs this.
struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Who you are to the vault, as what and for what you may ask, and how much is left.")

    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (line, roles) = try await vault.enter("whoami") { entrance in try await entrance.whoami() }
        var json = line.json.object ?? [:]
        json["may"] = .array(roles.map(\.json))
        output.print(.object(json)) { StaffCommand.table([line]) + "\n" + RoleLine.table(roles) }
    }
}

extension RoleLine {
    static func table(_ lines: [RoleLine]) -> String {
        var table = Table(["--as", "clear values left", "customers left", "searches left", "--for"])
        for line in lines {
            table.add([
                Table.Cell(line.role.description, .bold), "\(line.clearValuesLeft)", "\(line.subjectsLeft)",
                "\(line.probesLeft)", "\(line.purposes.map(\.rawValue).joined(separator: ", "))",
            ])
        }
        return table.text
    }
}
