import Glibc
import Synchronization

/// How far something is, on standard error: a bar with rate and time left, once it has taken two seconds.
///
/// On a terminal only; elsewhere it says nothing.
final class ProgressBar: Sendable {
    private struct State {
        var drawn: ContinuousClock.Instant?
    }

    private let what: String
    private let unit: String
    private let start = ContinuousClock.now
    private let state = Mutex(State())
    private let isOn = isatty(STDERR_FILENO) == 1

    init(_ what: String, unit: String) {
        self.what = what
        self.unit = unit
    }

    /// Draws anew, at most ten times a second.
    ///
    /// - Parameters:
    ///   - count: how many units are done.
    ///   - share: how much of the whole, 0...1; nil when the whole is not known.
    func update(_ count: Int, share: Double?) {
        guard isOn else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(2) else { return }
        let isDue = state.withLock { state in
            if let drawn = state.drawn, now - drawn < .milliseconds(100) { return false }
            state.drawn = now
            return true
        }
        if isDue { standardError("\r\u{1B}[K" + line(count, share, seconds: (now - start) / .seconds(1))) }
    }

    /// Takes the bar away.
    func end() {
        if state.withLock({ $0.drawn != nil }) { standardError("\r\u{1B}[K") }
    }

    private func line(_ count: Int, _ share: Double?, seconds: Double) -> String {
        let rate = Int(Double(count) / seconds)
        let done = "\(count) \(unit), \(rate)/s"
        guard let share, share > 0 else { return "\(what)  \(done)" }
        let full = Int(share * 20)
        let bar = String(repeating: "█", count: full) + String(repeating: "·", count: 20 - full)
        let left = Int(seconds / share - seconds)
        return "\(what)  \(bar) \(Int(share * 100)) %  \(done), \(left) s left"
    }
}
