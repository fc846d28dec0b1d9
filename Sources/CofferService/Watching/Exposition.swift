package import Metrics
import Synchronization

/// What is measured, as swift-metrics gives it, kept for Prometheus to collect.
///
/// Only families declared in ``Meter`` exist, so that no label of a request can become a name.
package final class Exposition: MetricsFactory {
    struct Series: Hashable {
        let meter: Meter
        let labels: [String]
    }

    enum Number: Sendable {
        case single(Double)
        /// How many durations were at most each bound, their sum and how many there were.
        case histogram(counts: [Int], sum: Double, total: Int)
    }

    let numbers = Mutex<[Series: Number]>([:])

    /// Nothing was measured yet.
    package init() {}

    private func cell(_ label: String, _ dimensions: [(String, String)]) -> Cell {
        Cell(self, Meter(rawValue: label).map { Series(meter: $0, labels: dimensions.map(\.1)) })
    }

    /// Counts upwards.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions)
    }

    /// Goes up and down.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions)
    }

    /// Goes up and down.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler { cell(label, dimensions) }

    /// A histogram of durations.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions)
    }

    /// Families live as long as the service.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Families live as long as the service.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Families live as long as the service.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Families live as long as the service.
    package func destroyTimer(_ handler: any TimerHandler) {}
}

/// One number, or one histogram, behind every kind of handler.
private final class Cell: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    private let exposition: Exposition
    private let series: Exposition.Series?

    init(_ exposition: Exposition, _ series: Exposition.Series?) {
        self.exposition = exposition
        self.series = series
    }

    private func change(_ change: (Double) -> Double) {
        guard let series else { return }
        exposition.numbers.withLock { numbers in
            if case .single(let old)? = numbers[series] {
                numbers[series] = .single(change(old))
            } else {
                numbers[series] = .single(change(0))
            }
        }
    }

    func increment(by amount: Int64) { change { $0 + Double(amount) } }
    func increment(by amount: Double) { change { $0 + amount } }
    func decrement(by amount: Double) { change { $0 - amount } }
    func reset() { change { _ in 0 } }
    func set(_ value: Int64) { change { _ in Double(value) } }
    func set(_ value: Double) { change { _ in value } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func recordNanoseconds(_ duration: Int64) {
        guard let series else { return }
        let seconds = Double(duration) / 1e9
        exposition.numbers.withLock { numbers in
            var counts = [Int](repeating: 0, count: Meter.bounds.count)
            var (sum, total) = (0.0, 0)
            if case .histogram(let before, let beforeSum, let beforeTotal)? = numbers[series] {
                (counts, sum, total) = (before, beforeSum, beforeTotal)
            }
            for place in counts.indices where seconds <= Meter.bounds[place] { counts[place] += 1 }
            numbers[series] = .histogram(counts: counts, sum: sum + seconds, total: total + 1)
        }
    }
}
