import Foundation

/// The memory of another process, as root may read it.
struct ProcessMemory: Sendable {
    /// Where something was found.
    struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// What was looked for; never the bytes themselves.
        let name: String
        /// The mapping's name as the kernel gives it, or `anonymous`.
        let mapping: String

        var description: String { "\(name) in \(mapping)" }
    }

    private struct Mapping {
        let range: Range<UInt64>
        let name: String
    }

    private let descriptor: Int32
    private let mappings: [Mapping]

    /// Opens it; nil when this user may not.
    init?(of pid: Int32) {
        guard let maps = try? String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8) else { return nil }
        descriptor = unsafe open("/proc/\(pid)/mem", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        mappings = maps.split(separator: "\n").compactMap { Self.mapping($0) }
        guard !mappings.isEmpty else {
            close(descriptor)
            return nil
        }
    }

    /// Whether this user may read the memory of others at all.
    static var isReadable: Bool { geteuid() == 0 && ProcessMemory(of: getpid())?.closed() != nil }

    private func closed() -> Bool { close(descriptor) == 0 }

    /// Reads all that the process can write to, and says where each of some bytes stands.
    func findings(of wanted: [String: [UInt8]]) -> Set<Finding> {
        defer { close(descriptor) }
        let overlap = UInt64((wanted.values.map(\.count).max() ?? 1) - 1)
        var found: Set<Finding> = []
        for mapping in mappings {
            var next = mapping.range.lowerBound
            while next < mapping.range.upperBound {
                let bytes = read(next..<min(next + Self.window, mapping.range.upperBound))
                let end = bytes.isEmpty ? next + Self.page : next + UInt64(bytes.count)
                let isEmpty = Self.isZero(bytes)
                for (name, needle) in wanted where !isEmpty && bytes.range(of: Data(needle)) != nil {
                    found.insert(Finding(name: name, mapping: mapping.name))
                }
                next = bytes.count > overlap && end < mapping.range.upperBound ? end - overlap : end
            }
        }
        return found
    }

    private static let window: UInt64 = 256 << 10
    private static let zeros = Data(count: Int(window))
    private static let page: UInt64 = 4096

    /// Empty where the kernel lends nothing, as between guard pages.
    private func read(_ range: Range<UInt64>) -> Data {
        var bytes = Data(count: range.count)
        let got = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, buffer.count, Int(range.lowerBound))
        }
        return bytes.prefix(max(got, 0))
    }

    private static func isZero(_ bytes: Data) -> Bool { bytes == zeros.prefix(bytes.count) }

    /// `7f00-7f10 rw-p 00000000 00:00 0   [heap]`: those that can be written.
    private static func mapping(_ line: Substring) -> Mapping? {
        let parts = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard parts.count >= 5, parts[1].hasPrefix("rw") else { return nil }
        let ends = parts[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
        guard ends.count == 2, ends[0] < ends[1] else { return nil }
        let name = parts.count > 5 ? parts[5].trimmingCharacters(in: .whitespaces) : ""
        return Mapping(range: ends[0]..<ends[1], name: name.isEmpty ? "anonymous" : name)
    }
}
