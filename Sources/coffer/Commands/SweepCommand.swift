import ArgumentParser
import Coffer
import CofferModel

/// `coffer sweep`: destroys what is past its time.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Destroy the keys of all data whose time has been over for a day.",
        discussion: """
            What the charter does not answer any more is then readable by nobody. Run it every day; as admin, or as who \
            answers for the customers' rights. Look first with --dry-run: what is destroyed comes back from nowhere.
            """)

    @Flag(help: "Say how much of each retention code would go, and take nothing.")
    var dryRun = false

    @Flag(help: "The ledger was silent for a week or more, and the clock is right: as admin.")
    var afterGap = false

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !dryRun || !afterGap else { throw ValidationError("either --dry-run or --after-gap") }
    }

    func run() async throws {
        let bar = ProgressBar("sweeping", unit: "records")
        if dryRun {
            let rehearsal = try await vault.enter("sweep") { entrance in
                defer { bar.end() }
                return try await entrance.door(session.keeping).rehearseSweep { bar.update($0, share: nil) }
            }
            return output.print(rehearsal.json) { rehearsal.words }
        }
        let swept = try await vault.enter("sweep") { entrance in
            defer { bar.end() }
            return try await entrance.door(session.keeping).sweep(afterGap: afterGap) {
                bar.update($0, share: nil)
            }
        }
        output.print(swept.json) { swept.words }
    }
}

extension Swept {
    var words: String {
        "\(counted(subjects, "customer")): \(counted(keysDestroyed, "key")) destroyed, "
            + "\(counted(recordsRemoved, "record")) removed, \(counted(recordsChanged, "record")) changed\n"
            + left(skipped)
    }
}

extension SweepRehearsal {
    var words: String {
        var table = Table(["code", "would go", "not yet"])
        for (code, keys) in codes.sorted(by: { $0.key < $1.key }) {
            table.add(["\(code)", "\(counted(keys.keys, "key"))", "\(counted(keys.waiting, "key"))"])
        }
        let gap =
            "The ledger was silent for a week: a sweep wants --after-gap, once the clock is known to be right.\n"
        return
            "\(counted(subjects, "customer")): \(codes.isEmpty ? "nothing is due" : "due, and taken by no dry run:")\n"
            + (codes.isEmpty ? "" : table.text) + (isGap ? Look.bad.paint(gap) : "") + left(skipped)
    }
}

/// A number of things: one key, two keys.
private func counted(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
}

/// Those who were passed over.
private func left(_ skipped: Int) -> String {
    skipped == 0
        ? "" : Look.bad.paint("left as they are: \(counted(skipped, "customer"))") + "; see coffer verify\n"
}
