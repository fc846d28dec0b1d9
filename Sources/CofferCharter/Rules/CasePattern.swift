import CofferModel

/// What a case id looks like: `^[A-Z]{2,6}-[0-9]{1,9}$`, a small and always fast part of regular expressions.
///
/// Between `^` and `$` stand characters and classes, each with an optional `{n}` or `{m,n}`.
package struct CasePattern: Hashable, Sendable {
    private struct Part: Hashable, Sendable {
        var members: Set<UInt8>
        var least = 1
        var most = 1
    }

    private let parts: [Part]

    /// A number that has the shape, as `ABC-123`: for people who do not read patterns.
    package var example: String {
        var bytes: [UInt8] = []
        for part in parts {
            let members = part.members.sorted()
            // Numbers that begin with 0 look like nobody's.
            let start = members.firstIndex(of: UInt8(ascii: "1")) ?? 0
            for place in 0..<min(max(part.least, 3), part.most) {
                bytes.append(members[(start + place) % members.count])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a pattern of at most 16 parts that accepts only letters, digits, `-`, `_`, `/` and `#`.
    package init?(_ text: String) {
        guard text.hasPrefix("^"), text.hasSuffix("$") else { return nil }
        var rest = Array(text.utf8.dropFirst().dropLast())[...]
        var parts: [Part] = []
        while !rest.isEmpty {
            guard var part = Self.members(&rest).map({ Part(members: $0) }) else { return nil }
            guard Self.times(&rest, into: &part) else { return nil }
            parts.append(part)
        }
        guard 1...16 ~= parts.count else { return nil }
        self.parts = parts
    }

    /// Whether a case id has the shape, and at most 64 bytes.
    package func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard 1...Limits.caseBytes ~= bytes.count else { return false }
        var reached: Set<Int> = [0]
        for part in parts {
            var next: Set<Int> = []
            for start in reached {
                var at = start
                if part.least == 0 { next.insert(at) }
                while at < bytes.count, at - start < part.most, part.members.contains(bytes[at]) {
                    at += 1
                    if at - start >= part.least { next.insert(at) }
                }
            }
            reached = next
        }
        return reached.contains(bytes.count)
    }

    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/#".utf8)

    private static func members(_ rest: inout ArraySlice<UInt8>) -> Set<UInt8>? {
        guard let first = rest.popFirst() else { return nil }
        guard first == UInt8(ascii: "[") else { return allowed.contains(first) ? [first] : nil }
        guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        var set: Set<UInt8> = []
        var body = rest[..<end]
        rest = rest[(end + 1)...]
        while let low = body.popFirst() {
            guard body.first == UInt8(ascii: "-"), body.count > 1 else {
                set.insert(low)
                continue
            }
            guard let high = body.dropFirst().first, low < high else { return nil }
            body = body.dropFirst(2)
            set.formUnion(low...high)
        }
        return set.isEmpty || !set.isSubset(of: allowed) ? nil : set
    }

    private static func times(_ rest: inout ArraySlice<UInt8>, into part: inout Part) -> Bool {
        guard rest.first == UInt8(ascii: "{") else { return true }
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return false }
        let numbers = rest[rest.startIndex..<end].dropFirst()
            .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) }
        rest = rest[(end + 1)...]
        guard let least = numbers.first ?? nil, let most = numbers.last ?? nil, numbers.count <= 2,
            least >= 0, least <= most, 1...Limits.caseBytes ~= most
        else { return false }
        (part.least, part.most) = (least, most)
        return true
    }
}

extension CasePattern {
    /// Accepts nothing; stands in while a charter that lacks a pattern is being refused.
    static let nothing = CasePattern(parts: [])

    private init(parts: [Part]) { self.parts = parts }
}
