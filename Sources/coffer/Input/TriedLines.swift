import CofferModel
import Synchronization

/// Lines of JSON that are only tried: a vault that takes none in cannot know that two of them stand in each other's way.
///
/// A line that would is handed out as one that no vault takes. Of each reference 16 bytes are kept.
final class TriedLines: GivenLines {
    private struct State {
        /// By a reference and its class: the line that gives it.
        var lines: [Int: Int] = [:]
        /// Of the lines that were handed out and not answered yet: what they gave, and why they are refused.
        var waiting: [Int: (given: [Int], refusal: VaultError?)] = [:]

        /// Why a line cannot go in after those before; notes what it gives.
        mutating func hand(out number: Int, _ input: SubjectInput) -> VaultError? {
            let line = input.json.canonical.hashValue
            let records = input.records.compactMap { record in
                record.ref.map { Self.key(record.className, $0) }
            }
            let given = (input.ref.map { [Self.key("", $0)] } ?? []) + records
            let refusal = refusal(of: line, input.ref, records)
            let new = refusal == nil ? given.filter { lines.updateValue(line, forKey: $0) == nil } : []
            waiting[number] = (new, refusal)
            return refusal
        }

        /// Forgets a line that is answered, and what it gave if it would not go in.
        mutating func answer(_ number: Int, _ result: ImportResult) -> VaultError? {
            guard let line = waiting.removeValue(forKey: number) else { return nil }
            if case .refused = result { for key in line.given { lines[key] = nil } }
            return line.refusal
        }

        private func refusal(of line: Int, _ ref: String?, _ records: [Int]) -> VaultError? {
            if let before = ref.flatMap({ lines[Self.key("", $0)] }) {
                return before == line ? nil : VaultError(.conflict, rule: "ref.other_content")
            }
            guard !records.contains(where: { lines[$0] != nil }), Set(records).count == records.count else {
                return VaultError(.conflict, rule: "ref.taken")
            }
            let isFull = lines.count + records.count >= Limits.intakeReferences
            return isFull ? VaultError(.badValue, rule: "intake.references") : nil
        }

        private static func key(_ name: String, _ ref: String) -> Int {
            var hasher = Hasher()
            hasher.combine(name)
            hasher.combine(ref)
            return hasher.finalize()
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
        let refusal = state.withLock { $0.hand(out: line.number, input) }
        return refusal == nil ? line : ImportLine(number: line.number, bytes: MappedLines.refused)
    }

    func told(_ number: Int, _ result: ImportResult) -> ToldLine {
        let refusal = state.withLock { $0.answer(number, result) }
        return lines.told(number, result.told(beside: refusal))
    }
}
