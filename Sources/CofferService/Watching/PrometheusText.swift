import Synchronization

extension Exposition {
    /// The Prometheus text format, version 0.0.4.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Every family that was measured, in a fixed order.
    package var text: String {
        let numbers = numbers.withLock { $0 }
        var out = ""
        for meter in Meter.allCases {
            let mine = numbers.filter { $0.key.meter == meter }
            guard !mine.isEmpty else { continue }
            out += "# HELP \(meter.rawValue) \(meter.help)\n# TYPE \(meter.rawValue) \(meter.kind)\n"
            for (series, number) in mine.sorted(by: { $0.key.labels.lexicographicallyPrecedes($1.key.labels) }
            ) {
                out += Self.lines(meter, zip(meter.labels, series.labels).map { "\($0)=\"\($1)\"" }, number)
            }
        }
        return out
    }

    private static func lines(_ meter: Meter, _ labels: [String], _ number: Number) -> String {
        func braced(_ labels: [String]) -> String {
            labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        }
        switch number {
        case .single(let value): return "\(meter.rawValue)\(braced(labels)) \(plain(value))\n"
        case .histogram(let counts, let sum, let total):
            var out = ""
            for (bound, count) in zip(Meter.bounds.map(plain) + ["+Inf"], counts + [total]) {
                out += "\(meter.rawValue)_bucket\(braced(labels + ["le=\"\(bound)\""])) \(count)\n"
            }
            return out + "\(meter.rawValue)_sum\(braced(labels)) \(sum)\n"
                + "\(meter.rawValue)_count\(braced(labels)) \(total)\n"
        }
    }

    private static func plain(_ value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? String(value)
    }
}
