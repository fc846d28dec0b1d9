import Foundation
import Testing

/// The examples of docs/start/examples, as they stand there.
@Suite(.serialized) struct WorkedExampleTests {
    private static let folder = Places.package + "/docs/start/examples"

    /// Runs one against a service of its own, and says what it printed.
    private func run(_ program: String, _ file: String) async throws -> String {
        let served = try ServedHouse()
        let (place, socket) = (served.house.path, served.socket)
        let outcome = try await apart {
            try Tool.run(
                program, ["\(Self.folder)/\(file)"], in: place, environment: ["COFFER_SOCKET": socket])
        }
        guard outcome.status == 0, outcome.err.isEmpty else { throw Failed(outcome: outcome) }
        return outcome.out
    }

    private func check(_ said: String) {
        for words in ["added ", "found by e-mail", "first change: ", "second change: "] {
            #expect(said.contains(words))
        }
        #expect(said.contains("Grace"))
        #expect(said.contains("conflict"))
        #expect(!said.contains("@post.example"))
    }

    @Test(.enabled(if: Tool.path("curl") != nil, "curl is not here"))
    func `the example for curl does what it says`() async throws {
        check(try await run("bash", "customer.sh"))
    }

    @Test(.enabled(if: Tool.python != nil, "Python or httpx is not here"))
    func `the example for Python does what it says`() async throws {
        let said = try await run(try #require(Tool.python), "customer.py")
        check(said)
        #expect(said.contains(" once\n") && said.contains("read 1 of 1\n"))
    }

    @Test(.enabled(if: Tool.path("node") != nil, "Node is not here"))
    func `the example for Node does what it says`() async throws {
        let said = try await run("node", "customer.mjs")
        check(said)
        #expect(said.contains("read 1 of 1\n"))
    }
}
