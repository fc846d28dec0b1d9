import ArgumentParser
import Coffer
import CofferModel

/// `coffer erase`: forgets a customer.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Forget a customer: destroy every key of his data.",
        discussion: "Nothing brings him back. You are asked once more, unless --yes is given.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if !yes { try Prompt.agree("Erase this customer for good? [y/N] ") }
        let erasure = try await vault.enter("erase") { entrance in
            try await entrance.door(session.asking()).erase(subject)
        }
        output.print(erasure.json) { erasure.words }
    }
}
