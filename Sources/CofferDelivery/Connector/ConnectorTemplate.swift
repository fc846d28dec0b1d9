import CofferModel

/// Text with named places for values, taken apart once, when the settings are read.
package struct ConnectorTemplate: Hashable, Sendable {
    /// One piece of it, in order.
    package enum Piece: Hashable, Sendable {
        /// Bytes that are the same every time.
        case text([UInt8])
        /// The place of a value that the connector takes, by name.
        case value(String)
        /// A part of the order: `number`, `amount`, `currency`.
        case order(String)
        /// The company's own secret for this connector.
        case secret
    }

    /// The pieces, in order.
    package let pieces: [Piece]
    /// What it was made from.
    let text: [UInt8]

    /// The names of the values in it.
    package var values: Set<String> {
        Set(pieces.compactMap { if case .value(let name) = $0 { name } else { nil } })
    }

    var takesOrder: Bool { pieces.contains { if case .order = $0 { true } else { false } } }
    var takesSecret: Bool { pieces.contains(.secret) }

    /// Takes a body: a JSON document with `{{name}}` in texts, never in the names of members.
    ///
    /// - Throws: `connector.template` for a place that is not closed, has no such name or stands elsewhere.
    init(body: JSON) throws(BadValue) {
        guard body.object != nil, Self.namesAreFixed(body) else { throw BadValue("connector.template") }
        try self.init(body.canonical)
    }

    /// Takes a header's value: printable ASCII with `{{name}}`.
    ///
    /// - Throws: `connector.template` likewise.
    init(header: String) throws(BadValue) {
        guard header.utf8.allSatisfy({ 32...126 ~= $0 }) else { throw BadValue("connector.template") }
        try self.init(Array(header.utf8))
    }

    private init(_ text: [UInt8]) throws(BadValue) {
        guard text.count <= DeliveryLimits.templateBytes else { throw BadValue("connector.template") }
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = Self.next(Self.opening, in: rest) {
            if start > rest.startIndex { pieces.append(.text(Array(rest[..<start]))) }
            let after = rest[(start + 2)...]
            guard let end = Self.next(Self.closing, in: after) else { throw BadValue("connector.template") }
            pieces.append(try Self.piece(String(decoding: after[..<end], as: UTF8.self)))
            rest = after[(end + 2)...]
        }
        if !rest.isEmpty { pieces.append(.text(Array(rest))) }
        self.pieces = pieces
        self.text = text
    }

    private static func piece(_ name: String) throws(BadValue) -> Piece {
        switch name {
        case "secret": .secret
        case "order.number", "order.amount", "order.currency": .order(String(name.dropFirst(6)))
        case _ where Name.isValid(name): .value(name)
        default: throw BadValue("connector.template")
        }
    }

    private static let opening = Array("{{".utf8)
    private static let closing = Array("}}".utf8)

    /// In canonical JSON two braces open side by side within a text only.
    private static func next(_ mark: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().first { text[$0] == mark[0] && text[$0 + 1] == mark[1] }
    }

    private static func namesAreFixed(_ json: JSON) -> Bool {
        switch json {
        case .object(let members):
            members.allSatisfy { !$0.key.contains("{{") && namesAreFixed($0.value) }
        case .array(let elements): elements.allSatisfy(namesAreFixed)
        default: true
        }
    }
}
