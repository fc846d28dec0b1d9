import ArgumentParser
import Coffer
import CofferModel

/// `coffer label`: what stands in notices in place of devices.
struct LabelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label", abstract: "What stands in notices in place of devices: resolve.",
        subcommands: [LabelResolve.self])
}

struct LabelResolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Tell what a label stands for.",
        discussion: """
            As it was typed or said: in small letters too, with spaces and hyphens. Without it, one line of standard \
            input, or of --from, is read. Needs a case, and a miss counts like a hit; ten misses within an hour raise an alarm.
            """)

    @Argument(help: "The label.")
    var label: String?

    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let label = try label ?? input.line("label: ")
        let found = try await vault.enter("label resolve") { entrance in
            try await entrance.door(session.asking()).resolve(label)
        }
        output.print(found.json) { found.words }
    }
}

extension ResolvedLabel {
    fileprivate var words: String {
        """
        subject  \(subject)
        record   \(record.map(\.description) ?? (className == "customer" ? "none: the customer himself" : "a network of his"))
        class    \(className)
        kind     \(kind)
        until    \(until)

        """
    }
}
