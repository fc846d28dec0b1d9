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

    private static let refused: [UInt8] = [UInt8(ascii: "!")]
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
            result: Self.told(found.error, result))
    }

    /// A refusal of the vault that is not about the line, as that somebody may not import, counts before the map's.
    private static func told(_ error: VaultError?, _ result: ImportResult) -> ImportResult {
        guard let error else { return result }
        if case .refused(let refusal) = result, refusal.rule == nil { return result }
        return .refused(error)
    }
}

extension IntakeFault {
    /// Why files cannot be taken at all.
    fileprivate var told: VaultError {
        let parts = [
            "file \(place.file)", place.line > 0 ? "line \(place.line)" : nil,
            place.column.map { "column \($0)" },
        ]
        return VaultError(.badValue, rule: rule, naming: parts.compactMap { $0 }.joined(separator: ", "))
    }
}
