import Testing

/// Every rule that a refusal can name is explained on the page about HTTP.
@Suite struct RuleTests {
    private static func names(_ pattern: Regex<(Substring, Substring)>, in text: String) -> Set<String> {
        Set(text.matches(of: pattern).map { String($0.1) })
    }

    /// Rules of the socket: every word of that shape in its sources, however it becomes a rule.
    private static func ofSocket() throws -> Set<String> {
        names(/"([a-z]+\.[a-z_]+)"/, in: try Page.sources("Sources/CofferService"))
    }

    /// Rules of what is asked, as the engine names them.
    private static func ofEngine() throws -> Set<String> {
        let pattern = /rule: (?:[a-z.A-Z]+ == [a-z.A-Z]+ \? )?"([a-z_]+\.[a-z_]+)"/
        return try ["Coffer", "CofferModel", "CofferCharter/Facts"].reduce(into: []) {
            $0.formUnion(names(pattern, in: try Page.sources("Sources/\($1)")))
        }
    }

    /// Rules of delivery and of connectors, in settings and messages.
    private static func ofDelivery() throws -> Set<String> {
        try ["CofferDelivery", "Coffer/Delivery", "Coffer/Use"].reduce(into: []) {
            $0.formUnion(
                names(/"((?:delivery|connector)\.[a-z_]+)"/, in: try Page.sources("Sources/\($1)")))
        }
    }

    private static func explained() throws -> Set<String> {
        let page = try Page.text("docs/reference/http.md")
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let cells = rows.compactMap { $0.split(separator: "|").first }.joined()
        return names(/`([a-z_]+\.[a-z_]+)`/, in: cells)
    }

    @Test func `every rule is on the page, and the page has no other`() throws {
        let (socket, asked) = (try Self.ofSocket(), try Self.ofEngine())
        #expect(socket.contains("http.media_type") && asked.contains("line.json"))
        let engine = asked.union(try Self.ofDelivery())
        #expect(engine.contains("delivery.secret_exposed"))
        let explained = try Self.explained()
        #expect(socket.union(engine).subtracting(explained).sorted() == [], "not explained")
        #expect(explained.subtracting(socket.union(engine)).sorted() == [], "explained only")
    }
}
