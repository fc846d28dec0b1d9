import Coffer
import CofferModel

/// `/v1/import`: a customer a line, many in one commit; a result is written when it is durable.
///
/// With `dry_run=true` it says what would become of each, and nothing is taken in.
struct ImportLines: LineWork {
    private let desk: Desk
    private let call: Call
    private let isDry: Bool
    private var lines = 0
    private var added = 0
    private var unchanged = 0

    init(desk: Desk, call: Call) throws(VaultError) {
        self.desk = desk
        self.call = call
        isDry = try call.flag("dry_run")
    }

    var gathering: Gathering {
        Gathering(
            lines: desk.limits.importLines, bytes: desk.limits.importBytes, wait: desk.limits.importWait)
    }

    var summary: JSON {
        [
            "lines": .integer(Int64(lines)), "added": .integer(Int64(added)),
            "unchanged": .integer(Int64(unchanged)), "refused": .integer(Int64(lines - added - unchanged)),
        ]
    }

    mutating func answer(_ lines: [StreamLine]) async -> (answers: [JSON], goesOn: Bool) {
        self.lines += lines.count
        let whole = lines.compactMap { line in
            line.bytes.map { ImportLine(number: line.number, bytes: $0) }
        }
        var results: [Int: ImportResult] = [:]
        var goesOn = true
        do throws(VaultError) {
            let done = whole.isEmpty ? [] : try await take(whole)
            for (line, result) in zip(whole, done) { results[line.number] = result }
        } catch {
            for line in whole { results[line.number] = .refused(error) }
            goesOn = false
        }
        for case .added in results.values { added += 1 }
        for case .unchanged in results.values { unchanged += 1 }
        let tooLong = ImportResult.refused(VaultError(.badValue, rule: "line.size"))
        return (lines.map { (results[$0.number] ?? tooLong).json(line: $0.number) }, goesOn)
    }

    private func take(_ lines: [ImportLine]) async throws(VaultError) -> [ImportResult] {
        try await desk.keeper.borrow { (vault) throws(VaultError) in
            let session = try call.session(in: vault)
            return isDry
                ? try await vault.rehearseImport(lines, as: session)
                : try await vault.importLines(lines, as: session)
        }
    }
}
