/// The text of a notice with its slots: `… {{device}} …`, no logic, nothing else in braces.
public struct Template: Hashable, Sendable {
    /// A stretch of fixed text, or the name of a slot.
    public enum Piece: Hashable, Sendable {
        case text(String)
        case slot(String)
    }

    /// The pieces in order.
    public let pieces: [Piece]

    /// The names of the slots used.
    public var slots: Set<String> {
        Set(pieces.compactMap { if case .slot(let name) = $0 { name } else { nil } })
    }

    /// Reads a template; a brace that is not part of `{{name}}` is refused, so that no logic can hide in one.
    ///
    /// - Throws: `template.slot`, when braces hold anything but a name or do not pair.
    public init(parsing text: String) throws(BadValue) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw BadValue("template.slot") }
            let name = String(rest[open..<close].dropFirst(2))
            let end = rest[close...].dropFirst(2)
            guard rest[open...].hasPrefix("{{"), rest[close...].hasPrefix("}}"), Name.isValid(name) else {
                throw BadValue("template.slot")
            }
            pieces.append(.slot(name))
            rest = end
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        let stray = pieces.contains { if case .text(let text) = $0 { text.contains("}") } else { false } }
        guard !stray else { throw BadValue("template.slot") }
        self.pieces = pieces
    }
}
