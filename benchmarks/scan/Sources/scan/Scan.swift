import CofferModel
import CofferOutbound
import Foundation

/// Measures the leak scan and the detectors, with ripgrep beside them.
///
/// Usage: `swift run -c release scan [customers.jsonl] [prepare|latency|throughput|hostile|ripgrep]`
@main
struct Scan {
    static func main() throws {
        let customers = try Customers.read(CommandLine.arguments.dropFirst().first)
        let corpus = try Corpus.read()
        let clean = Corpus.clean(corpus, bytes: 16 * 1024 * 1024)
        let notice = Corpus.clean(corpus, bytes: 2 * 1024)
        print("customers \(customers.count), corpus \(corpus.utf8.count) bytes")
        let phase = CommandLine.arguments.dropFirst(2).first
        if phase ?? "prepare" == "prepare" { try prepare(customers) }
        if phase ?? "latency" == "latency" { try latency(customers, notice) }
        if phase ?? "throughput" == "throughput" { try throughput(customers[0], clean) }
        if phase ?? "hostile" == "hostile" { try Hostile.measure(LeakScan(for: customers[0].map(\.value))) }
        if phase ?? "ripgrep" == "ripgrep" {
            try Ripgrep.measure(needles: customers[0].compactMap(\.text), in: clean)
        }
    }

    private static func prepare(_ customers: [[Value]]) throws {
        let time = best(of: 3) {
            for customer in customers { _ = LeakScan(for: customer.map(\.value)) }
        }
        let values = customers.reduce(0) { $0 + $1.count } / customers.count
        print("prepare one subject (\(values) values on average): \(micros(time / Double(customers.count)))")
    }

    private static func latency(_ customers: [[Value]], _ notice: String) throws {
        let message = try OutboundMessage([OutboundPart(.subject, "Notice"), OutboundPart(.text, notice)])
        let scans = customers.map { LeakScan(for: $0.map(\.value)) }
        let scan = best(of: 5) { for scan in scans { _ = scan.findings(in: message) } }
        let both = best(of: 5) { for scan in scans { _ = scan.findings(in: message, allowing: []) } }
        print("values in one notice of 2 KiB: \(micros(scan / Double(scans.count)))")
        print("values and detectors: \(micros(both / Double(scans.count)))")
    }

    private static func throughput(_ customer: [Value], _ clean: String) throws {
        let message = try OutboundMessage([OutboundPart(.text, clean)])
        let megabytes = Double(clean.utf8.count) / 1e6
        let scan = LeakScan(for: customer.map(\.value))
        var (found, detected) = (0, 0)
        let values = best(of: 3) { found = scan.findings(in: message).count }
        let detectors = best(of: 3) { detected = Detection.findings(in: message, allowing: []).count }
        print("clean text, \(clean.utf8.count) bytes, findings \(found) and \(detected)")
        print("values: \(rate(megabytes / values))")
        print("detectors: \(rate(megabytes / detectors))")
        let both = best(of: 3) { found = scan.findings(in: message, allowing: []).count }
        print("both at once: \(rate(megabytes / both)), findings \(found)")
        print("peak memory: \(peak()) MiB")
    }

    /// The most memory the process has had, from the kernel.
    private static func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    static func best(of times: Int, _ work: () -> Void) -> Double {
        (0..<times).map { _ in
            let start = ContinuousClock.now
            work()
            let time = (ContinuousClock.now - start).components
            return Double(time.seconds) + Double(time.attoseconds) / 1e18
        }.min() ?? 0
    }

    static func rate(_ megabytes: Double) -> String {
        megabytes < 10 ? "\((megabytes * 10).rounded() / 10) MB/s" : "\(Int(megabytes.rounded())) MB/s"
    }

    static func micros(_ seconds: Double) -> String { "\((seconds * 1e7).rounded() / 10) µs" }
}
