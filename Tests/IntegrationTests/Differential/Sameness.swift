import CofferModel

/// Makes what is drawn anew each time comparable: the first unknown id is the first in every run.
struct Sameness {
    private let known: Set<String>
    private var names: [String: String] = [:]

    /// Ids that were there before stay as they are.
    init(known: Set<String>) { self.known = known }

    mutating func plain(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(plain(text))
        case .array(let elements): .array(elements.map { plain($0) })
        case .object(let members): .object(plain(members))
        default: json
        }
    }

    private mutating func plain(_ members: [String: JSON]) -> [String: JSON] {
        var out: [String: JSON] = [:]
        // In order, so that names are given alike.
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where !Self.drawn.contains(name) {
            out[name] = name == "left" ? .null : plain(value)
        }
        return out
    }

    /// Members that no two runs share: times, the random number of a request, where it came from, sealed bytes, and
    /// what proves all of these.
    private static let drawn: Set<String> = [
        "time", "due", "request", "origin", "hash", "row", "path", "checkpoint",
    ]

    private mutating func plain(_ text: String) -> String {
        if known.contains(text) { return text }
        if SubjectID(text) != nil { return name(text) }
        // Links in notices are random tokens of 32 digits.
        return text.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.utf8.count >= 32 && $0.prefix(32).allSatisfy(\.isHexDigit) ? "token" : String($0) }
            .joined(separator: "/")
    }

    private mutating func name(_ id: String) -> String {
        if let name = names[id] { return name }
        let name = "id \(names.count + 1)"
        names[id] = name
        return name
    }
}
