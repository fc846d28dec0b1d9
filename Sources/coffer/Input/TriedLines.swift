import CofferModel
import Synchronization

/// Lines of JSON that are only tried: a vault that takes none in cannot know that two of them stand in each other's way.
///
/// A line that would is handed out as one that no vault takes. Of each reference 16 bytes are kept.
final class TriedLines: GivenLines {
    private struct State {
        /// By a reference and its class: the line that gives it.
        var lines: [Int: Int] = [:]
        /// What was handed out and not answered yet.
        var refused: [Int: VaultError] = [:]

        /// Why a line cannot go in after those before; notes what it gives.
        mutating func clash(of input: SubjectInput) -> VaultError? {
            let line = input.json.canonical.hashValue
            if let ref = input.ref, let before = note("", ref, line) {
                return before == line ? nil : VaultError(.conflict, rule: "ref.other_content")
            }
            for record in input.records {
                if let ref = record.ref, note(record.className, ref, line) != nil {
                    return VaultError(.conflict, rule: "ref.taken")
                }
            }
            return nil
        }

        /// The line that has given a reference before.
        private mutating func note(_ name: String, _ ref: String, _ line: Int) -> Int? {
            var hasher = Hasher()
            hasher.combine(name)
            hasher.combine(ref)
            let key = hasher.finalize()
            if let before = lines[key] { return before }
            lines[key] = line
            return nil
        }
    }

    private let lines: FileLines
    private let state = Mutex(State())

    init(_ lines: FileLines) { self.lines = lines }

    var share: Double? { lines.share }

    var isStopped: Bool { lines.isStopped }

    func next() throws(VaultError) -> ImportLine? {
        guard let line = try lines.next() else { return nil }
        guard let input = try? SubjectInput(reading: line.bytes) else { return line }
        let refusal = state.withLock { state in
            let refusal = state.clash(of: input)
            state.refused[line.number] = refusal
            return refusal
        }
        return refusal == nil ? line : ImportLine(number: line.number, bytes: MappedLines.refused)
    }

    func told(_ number: Int, _ result: ImportResult) -> ToldLine {
        let refusal = state.withLock { $0.refused.removeValue(forKey: number) }
        return lines.told(number, result.told(beside: refusal))
    }
}
