import CofferService
import Foundation
import Testing

/// The description and the routes are the same.
@Suite struct OpenAPITests {
    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "../../docs/openapi.yaml")

    @Test func `the service answers with the description in the documentation`() async throws {
        let service = try await TestService()
        let answer = try await service.ask("GET", "/openapi.yaml")
        #expect(answer.headers["content-type"] == "application/yaml")
        #expect(answer.body == Array(try Data(contentsOf: Self.path)))
        try await service.stop()
    }

    @Test func `every route is described, and every described route exists`() throws {
        var described: Set<String> = []
        var path = ""
        var isPaths = false
        for line in String(decoding: try Data(contentsOf: Self.path), as: UTF8.self).split(separator: "\n") {
            if !line.hasPrefix(" ") { isPaths = line == "paths:" }
            guard isPaths else { continue }
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            for method in ["get", "post", "put", "patch", "delete"] where line == "    \(method):" {
                described.insert("\(method.uppercased()) \(path)")
            }
        }
        let routes = Set(RouteTable.names.map { "\($0.method) \($0.pattern)" })
        #expect(routes.subtracting(described).sorted() == [], "not described")
        #expect(described.subtracting(routes).sorted() == [], "described only")
    }
}
