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
    @OptionGroup var vault: VaultOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var reader = try LineReader(file)
        let json = output.json
        let (session, vaultOptions) = (session, vault)
        Interrupts.watch()
        var tally = ImportTally(json: json)
        let bar = ProgressBar("importing", unit: "lines")
        do {
            try await vaultOptions.withVault("import") { vault in
                let session = session.keeper(of: vault)
                while Interrupts.count == 0 {
                    let lines = try Self.batch(from: &reader)
                    if lines.isEmpty { break }
                    let results = try await vault.importLines(lines, as: session)
                    for (line, result) in zip(lines, results) { tally.count(line.number, result) }
                    bar.update(
                        tally.lines, share: reader.size.map { Double(reader.done) / Double(max($0, 1)) })
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

    private static func batch(from reader: inout LineReader) throws(VaultError) -> [ImportLine] {
        var lines: [ImportLine] = []
        var bytes = 0
        while lines.count < Limits.importBatch, bytes < 4 * Limits.documentBytes, let line = try reader.next()
        {
            lines.append(line)
            bytes += line.bytes.count
        }
        return lines
    }
}

/// What became of the lines so far; refusals are told as they come, so that millions of them need no memory.
struct ImportTally {
    private let json: Bool
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
        case .refused(let error): refuse(number, error)
        }
    }

    /// Prints the summary.
    func end(stopped: Bool) {
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

    private var head: String { "{\"refused\":[" }

    private mutating func refuse(_ number: Int, _ error: VaultError) {
        refused += 1
        guard json else {
            say("line \(number): \(error)\n")
            return
        }
        var members = error.told.object ?? [:]
        members["line"] = .integer(Int64(number))
        say((refused == 1 ? head : ",") + JSON.object(members).text)
    }
}
