import ArgumentParser
import Coffer
import CofferModel

/// `coffer import`: many customers, one line each.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in customers, one line of JSON each.",
        discussion: """
            Good lines go in, each bad one is reported with its number and rule. Importing the same file again \
            changes nothing, so an interrupted import is finished by running it again. Ctrl-C ends it after the \
            batch in hand.
            """)

    @Argument(help: "The file; - for standard input.")
    var file: String

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let lines = try FileLines(file)
        Interrupts.watch()
        var tally = ImportTally(json: output.json)
        let bar = ProgressBar("importing", unit: "lines")
        do {
            try await vault.enter("import") { entrance in
                try await entrance.door(session.keeping).takeIn(lines) { number, result in
                    tally.count(number, result)
                    bar.update(tally.lines, share: lines.share)
                }
            }
        } catch {
            bar.end()
            tally.end(stopped: true)
            throw error
        }
        bar.end()
        tally.end(stopped: Interrupts.count > 0)
        if Interrupts.count > 0 { throw ExitCode(Interrupts.status) }
        if tally.refused > 0 { throw ExitCode(1) }
    }
}

/// What became of the lines so far; refusals are told as they come, so that millions of them need no memory.
///
/// To a person, lines in a row that are refused alike, and not for what stands in them, are told as one.
struct ImportTally {
    private struct Run {
        let error: VaultError
        let first: Int
        var last: Int
    }

    private let json: Bool
    private var run: Run?
    private(set) var lines = 0
    private(set) var added = 0
    private(set) var unchanged = 0
    private(set) var refused = 0

    init(json: Bool) { self.json = json }

    mutating func count(_ number: Int, _ result: ImportResult) {
        lines += 1
        switch result {
        case .added: added += 1
        case .unchanged: unchanged += 1
        case .refused(let error): return refuse(number, error)
        }
        endRun()
    }

    /// Prints the summary.
    mutating func end(stopped: Bool) {
        endRun()
        if json {
            let head = refused == 0 ? head : ""
            let end = stopped ? ",\"stopped\":true" : ""
            say(head + "],\"lines\":\(lines),\"added\":\(added),\"unchanged\":\(unchanged)\(end)}\n")
        } else {
            say(
                (stopped ? "stopped: " : "")
                    + "\(lines) lines: \(added) added, \(unchanged) unchanged, \(refused) refused\n")
        }
    }

    private mutating func endRun() {
        guard let run else { return }
        let lines = run.first == run.last ? "line \(run.first)" : "lines \(run.first)...\(run.last)"
        say("\(lines): \(run.error.words)\n")
        self.run = nil
    }

    private var head: String { "{\"refused\":[" }

    private mutating func refuse(_ number: Int, _ error: VaultError) {
        refused += 1
        guard json else {
            if let run, run.error == error, error.field == nil, error.rule == nil {
                self.run?.last = number
            } else {
                endRun()
                run = Run(error: error, first: number, last: number)
            }
            return
        }
        var members = error.told.object ?? [:]
        members["line"] = .integer(Int64(number))
        say((refused == 1 ? head : ",") + JSON.object(members).text)
    }
}
