import Coffer
import CofferIntake
import CofferModel
import Synchronization

/// Lines of an import that are made of tables and folders as maps say.
///
/// What a map refuses travels with the others, as a line that no vault takes, so that answers keep their order.
final class MappedLines: GivenLines {
    private struct State {
        let intake: Intake
        var number = 0
        /// What was handed out and not answered yet.
        var waiting: [Int: Waiting] = [:]
    }

    private struct Waiting {
        let place: IntakeFault.Place
        let error: VaultError?
    }

    /// What no vault takes.
    static let refused: [UInt8] = [UInt8(ascii: "!")]
    private let state: Mutex<State>
    private let files: Int

    init(_ parts: [Intake.Part], passphrases: Passphrases) throws(VaultError) {
        files = parts.count
        do throws(IntakeFault) {
            state = Mutex(State(intake: try Intake(parts, passphrases: passphrases)))
        } catch { throw error.told }
    }

    var share: Double? { state.withLock { $0.intake.share } }

    var isStopped: Bool { state.withLock { $0.intake.isStopped } }

    func next() throws(VaultError) -> ImportLine? {
        state.withLock { state in
            guard let next = state.intake.next() else { return nil }
            state.number += 1
            switch next {
            case .customer(let bytes, let place):
                state.waiting[state.number] = Waiting(place: place, error: nil)
                return ImportLine(number: state.number, bytes: bytes)
            case .refused(let fault):
                state.waiting[state.number] = Waiting(place: fault.place, error: fault.error)
                return ImportLine(number: state.number, bytes: Self.refused)
            }
        }
    }

    func told(_ number: Int, _ result: ImportResult) -> ToldLine {
        let found = state.withLock { $0.waiting.removeValue(forKey: number) }
        guard let found else { return ToldLine(line: number, result: result) }
        return ToldLine(
            file: files > 1 ? found.place.file : nil, line: found.place.line, column: found.place.column,
            result: result.told(beside: found.error))
    }
}

extension ImportResult {
    /// The answer to a line that was refused before it was handed in; a refusal that is not about the line, as that
    /// somebody may not import, counts before.
    func told(beside error: VaultError?) -> ImportResult {
        guard let error else { return self }
        if case .refused(let refusal) = self, refusal.rule == nil { return self }
        return .refused(error)
    }
}

extension IntakeFault {
    /// Why files cannot be taken at all.
    fileprivate var told: VaultError {
        let parts = [
            "file \(place.file)", place.line > 0 ? "line \(place.line)" : nil,
            place.column.map { "column \($0)" }, missing.map { "no column \"\($0)\"" },
        ]
        return VaultError(.badValue, rule: rule, naming: parts.compactMap { $0 }.joined(separator: ", "))
    }
}
