import ArgumentParser
import Coffer
import CofferModel

/// `coffer demo`: the tour.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "The tour: a throw-away vault, and what happens in it.",
        discussion: """
            Every step is the real vault at work, and is checked: if one does not behave as told, the tour ends \
            with exit status 4. Nothing of it stays behind.
            """)

    @Option(
        help: ArgumentHelp(
            "Where customers.jsonl is; else keys-example in the working directory.", valueName: "dir"))
    var examples: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let folder = examples ?? "keys-example"
        guard FilePaths.exists(folder + "/customers.jsonl") else {
            throw VaultError(.usage, "the example customers are not here: --examples DIR")
        }
        Interrupts.watch()
        let scratch = try Scratch()
        defer { scratch.remove() }
        let tour = Tour(scratch, examples: folder, teller: Teller(isQuiet: output.json))
        do {
            try await tour.run()
        } catch let surprise as Surprise {
            standardError("coffer: integrity: the tour did not go as told: \(surprise.what)\n")
            throw ExitCode(Code.integrity.exitStatus)
        }
        if output.json { say(JSON.object(["steps": .integer(Int64(tour.steps))]).text + "\n") }
    }
}

/// A step did not behave as told.
struct Surprise: Error {
    let what: String
}

/// Ends the tour when something is not as it was told.
func expect(_ isAsTold: Bool, _ what: String) throws {
    guard isAsTold else { throw Surprise(what: what) }
}
