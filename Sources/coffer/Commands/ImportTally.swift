import Coffer
import CofferModel

/// What became of the lines so far; refusals are told as they come, so that millions of them need no memory.
///
/// To a person, lines in a row that are refused alike, and not for what stands in them, are told as one. A dry run tells
/// every line.
struct ImportTally {
    /// What is done with the lines.
    enum Kind {
        case importing
        /// A dry run.
        case rehearsing
        /// A dry run that only tells what would be refused, before an import that takes all or nothing.
        case trying

        var words: String { self == .importing ? "importing" : "trying" }
    }

    private struct Run {
        let error: VaultError
        let first: Int
        var last: Int
    }

    private let kind: Kind
    private let json: Bool
    private var run: Run?
    private var hasBegun = false
    private(set) var lines = 0
    private(set) var added = 0
    private(set) var unchanged = 0
    private(set) var refused = 0

    init(_ kind: Kind, json: Bool) {
        self.kind = kind
        self.json = json
    }

    mutating func count(_ told: ToldLine) {
        lines += 1
        switch told.result {
        case .added: added += 1
        case .unchanged: unchanged += 1
        case .refused(let error):
            refused += 1
            if !json { return refuse(told, error) }
        }
        endRun()
        if json {
            if kind == .rehearsing || told.isRefused { tell(told) }
        } else if kind == .rehearsing {
            say("\(told.place): \(told.words)\n")
        }
    }

    /// Prints the summary.
    mutating func end(stopped: Bool) {
        endRun()
        if kind == .trying, refused == 0, !stopped { return }
        json ? endObject(stopped: stopped) : say(summary(stopped: stopped) + "\n")
    }

    private func summary(stopped: Bool) -> String {
        let sums = "\(unchanged) unchanged, \(refused) refused"
        return switch kind {
        case .importing: (stopped ? "stopped: " : "") + "\(lines) lines: \(added) added, \(sums)"
        case .rehearsing:
            (stopped ? "stopped: " : "") + "dry run, nothing taken in: \(lines) lines: \(added) new, \(sums)"
        case .trying: "nothing taken in: \(lines) lines: \(added) new, \(sums)"
        }
    }

    private mutating func endObject(stopped: Bool) {
        if !hasBegun { say(head) }
        var end = kind == .rehearsing ? "],\"dry_run\":true" : "]"
        // A trial before an import has added nothing, whatever it found new.
        end += ",\"lines\":\(lines),\"added\":\(kind == .trying ? 0 : added),\"unchanged\":\(unchanged)"
        if kind == .rehearsing { end += ",\"refused\":\(refused)" }
        say(end + (stopped || kind == .trying ? ",\"stopped\":true" : "") + "}\n")
    }

    private mutating func endRun() {
        guard let run else { return }
        let lines = run.first == run.last ? "line \(run.first)" : "lines \(run.first)...\(run.last)"
        say("\(lines): \(run.error.words)\n")
        self.run = nil
    }

    private var head: String { kind == .rehearsing ? "{\"told\":[" : "{\"refused\":[" }

    private mutating func refuse(_ told: ToldLine, _ error: VaultError) {
        guard told.file ?? 1 == 1, error.field == nil, error.rule == nil else {
            endRun()
            return say("\(told.place): \(error.words)\n")
        }
        if let run, run.error == error {
            self.run?.last = told.line
        } else {
            endRun()
            run = Run(error: error, first: told.line, last: told.line)
        }
    }

    private mutating func tell(_ told: ToldLine) {
        say((hasBegun ? "," : head) + told.json.text)
        hasBegun = true
    }
}

extension ToldLine {
    fileprivate var isRefused: Bool { if case .refused = result { true } else { false } }

    /// Where it is, for a person.
    fileprivate var place: String {
        let file = file.map { $0 > 1 ? "file \($0) " : "" } ?? ""
        return file + "line \(line)" + (column.map { " column \($0)" } ?? "")
    }

    /// What would become of it, for a person.
    fileprivate var words: String {
        switch result {
        case .added(let records): records == 1 ? "new, 1 record" : "new, \(records) records"
        case .unchanged: "unchanged"
        case .refused(let error): error.words
        }
    }

    /// The same for programs.
    fileprivate var json: JSON {
        var members = result.json(line: line).object ?? [:]
        if case .refused(let error) = result {
            members.merge(error.told.object ?? [:]) { $1 }
        }
        members["file"] = file.map { .integer(Int64($0)) }
        members["column"] = column.map { .integer(Int64($0)) }
        return .object(members)
    }
}
