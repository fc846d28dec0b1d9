import ArgumentParser
import Coffer
import CofferModel

/// `coffer sweep`: destroys what is past its time.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Destroy the keys of all data whose time is over.",
        discussion: """
            What the charter does not answer any more is then readable by nobody. Run it every day; as admin, or as who \
            answers for the customers' rights.
            """)

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bar = ProgressBar("sweeping", unit: "records")
        let swept = try await vault.enter("sweep") { entrance in
            defer { bar.end() }
            return try await entrance.door(session.keeping).sweep { bar.update($0, share: nil) }
        }
        output.print(swept.json) { swept.words }
    }
}

extension Swept {
    var words: String {
        let left =
            skipped == 0
            ? "" : Look.bad.paint("left as they are: \(skipped) customers") + "; see coffer verify\n"
        return "\(subjects) customers: \(keysDestroyed) keys destroyed, \(recordsRemoved) records removed, "
            + "\(recordsChanged) records changed\n" + left
    }
}
