import ArgumentParser
import Coffer
import CofferIntake
import CofferModel

/// `coffer import`: many customers, of lines of JSON or of tables with their maps.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in customers: lines of JSON, or tables and folders with maps.",
        discussion: """
            Good lines go in, each bad one is reported with its number and rule. Importing the same file again \
            changes nothing, so an interrupted import is finished by running it again. Ctrl-C ends it after the \
            batch in hand.

            With --map, one for each file, the first file is a table of customers, and the others add to them. \
            --dry-run says of each line what would become of it.

            Maps that come along, to begin with: \(BuiltInMaps.names.joined(separator: ", ")).
            """)

    @Argument(help: ArgumentHelp("The file; - for standard input. With maps, several.", valueName: "file"))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "What a file's columns are: a file of yours, or a map that comes along. One for each file, in order.",
            valueName: "file|name"))
    var map: [String] = []

    @Option(
        help: ArgumentHelp("Print a map that comes along, to copy, and do nothing else.", valueName: "name"))
    var printMap: String?

    @Flag(help: "Say what would become of each line, and take nothing in.")
    var dryRun = false

    @Flag(help: "Take in all lines or none: they are tried before.")
    var strict = false

    @Option(
        help: ArgumentHelp(
            "Where passphrases of key files wait: lines of file name, tab, passphrase; or one for all.",
            valueName: "descriptor"))
    var passphrases: Int32?

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if let printMap { return try Self.show(printMap) }
        let source = try source()
        Interrupts.watch()
        try await vault.enter("import") { entrance in
            let door = entrance.door(session.keeping)
            if strict, !dryRun {
                let lines = try source.lines(tried: true)
                guard lines.share != nil, !files.contains("-") else {
                    throw VaultError(.usage, "--strict reads the file twice: name one that is no pipe")
                }
                try await take(lines, through: door, .trying)
            }
            try await take(
                try source.lines(tried: dryRun), through: door, dryRun ? .rehearsing : .importing)
        }
    }

    private static func show(_ name: String) throws(VaultError) {
        guard let text = BuiltInMaps.source(named: name) else {
            throw VaultError(.usage, "there is no map of that name")
        }
        say(String(decoding: text, as: UTF8.self))
    }

    private func take(_ lines: any GivenLines, through door: any Door, _ kind: ImportTally.Kind) async throws
    {
        var tally = ImportTally(kind, json: output.json)
        let bar = ProgressBar(kind.words, unit: "lines")
        do {
            try await door.takeIn(lines, rehearsing: kind != .importing) { number, result in
                tally.count(lines.told(number, result))
                bar.update(tally.lines, share: lines.share)
            }
        } catch {
            bar.end()
            tally.end(stopped: true)
            throw error
        }
        bar.end()
        tally.end(stopped: Interrupts.count > 0 || lines.isStopped)
        if Interrupts.count > 0 { throw ExitCode(Interrupts.status) }
        if tally.refused > 0 { throw ExitCode(1) }
    }

    private func source() throws -> Source {
        guard !files.isEmpty else { throw VaultError(.usage, "name a file; - is standard input") }
        guard !map.isEmpty else {
            guard let file = files.first, files.count == 1 else {
                throw VaultError(.usage, "several files need a map each: --map FILE")
            }
            guard passphrases == nil else {
                throw VaultError(.usage, "passphrases are for folders with maps")
            }
            return .file(file)
        }
        guard map.count == files.count else {
            throw VaultError(.usage, "name a map for each file, in the same order")
        }
        let parts = try zip(files, map).map { Intake.Part(path: $0, map: try Maps.read($1)) }
        guard parts.first?.map.isFolder == false else {
            throw VaultError(.usage, "the first file is the table of customers; a folder adds to them")
        }
        return .mapped(parts, try Maps.passphrases(at: passphrases))
    }

    /// What is imported; may be begun anew.
    private enum Source {
        case file(String)
        case mapped([Intake.Part], Passphrases)

        /// Begins them; those that are only tried are held against each other.
        func lines(tried: Bool) throws(VaultError) -> any GivenLines {
            switch self {
            case .file(let file): tried ? TriedLines(try FileLines(file)) : try FileLines(file)
            case .mapped(let parts, let passphrases): try MappedLines(parts, passphrases: passphrases)
            }
        }
    }
}
