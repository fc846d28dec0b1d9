import Coffer
import CofferModel
import Logging
import Metrics

/// What is said of one answer: a pattern, never a path; numbers, never a value.
struct Answered: Sendable {
    let route: String
    let method: String
    let status: Int
    let code: Code?
    let uid: UInt32
    let request: RequestID
    let took: Duration
}

/// Counts and logs.
final class Watch: Sendable {
    let exposition: Exposition
    let logger: Logger
    private let random: any RandomSource
    private let time: any TimeSource

    init(_ exposition: Exposition, _ logger: Logger, _ random: any RandomSource, _ time: any TimeSource) {
        self.exposition = exposition
        self.logger = logger
        self.random = random
        self.time = time
    }

    func newRequest() -> RequestID { RequestID.random(from: random) }

    /// The time.
    var now: Timestamp { time.now() }

    /// The time as HTTP writes it.
    var date: String { time.now().httpDate }

    func answered(_ answer: Answered) {
        let route = [("method", answer.method), ("route", answer.route)]
        count(.requests, route + [("status", String(answer.status))])
        Metrics.Timer(label: Meter.durations.rawValue, dimensions: route, factory: exposition)
            .recordNanoseconds(answer.took.nanoseconds)
        if let code = answer.code { count(.denials, [("code", code.rawValue)]) }
        var metadata: Logger.Metadata = [
            "route": "\(answer.route)", "method": "\(answer.method)", "status": "\(answer.status)",
            "milliseconds": "\(answer.took.nanoseconds / 1_000_000)", "uid": "\(answer.uid)",
            "request": "\(Hex.encode(answer.request.bytes))",
        ]
        metadata["code"] = answer.code.map { "\($0.rawValue)" }
        logger.info("request", metadata: metadata)
    }

    /// Counts fields that were denied inside answers.
    func countDenied(_ fields: [Code: Int]) {
        for (code, times) in fields { count(.denials, [("code", code.rawValue)], by: times) }
    }

    func count(_ meter: Meter, _ dimensions: [(String, String)] = [], by times: Int = 1) {
        guard times > 0 else { return }
        Counter(label: meter.rawValue, dimensions: dimensions, factory: exposition).increment(by: times)
    }

    func gauge(_ meter: Meter, _ value: Int, _ dimensions: [(String, String)] = []) {
        Metrics.Meter(label: meter.rawValue, dimensions: dimensions, factory: exposition).set(value)
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
