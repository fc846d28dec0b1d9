import CofferModel
import Foundation
import Testing

/// The running service against docs/openapi.yaml.
@Suite(.serialized) struct ContractTests {
    private static let description = Places.package + "/docs/openapi.yaml"
    private static let isDeep = ProcessInfo.processInfo.environment["COFFER_CONTRACT"] == "deep"

    @Test(
        .enabled(if: Tool.path("schemathesis") != nil, "schemathesis is not here"),
        .enabled(if: Tool.path("curl") != nil, "curl is not here"))
    func `the service answers as it is described, whatever it is asked`() async throws {
        let served = try ServedHouse(customers: 1)
        let subject = try served.curl.subject(email: Customer.email(1))
        let record = try served.curl.record(ofClass: "contact", of: subject)
        let tools = try #require(Tool.path("schemathesis"))
        let python = URL(fileURLWithPath: tools).deletingLastPathComponent().path + "/python3"
        let script = Places.package + "/Tests/IntegrationTests/Scripts/contract.py"
        // In short, each operation's examples and a few made up; `COFFER_CONTRACT=deep` asks everything.
        let depth = Self.isDeep ? ["200"] : ["5", "--phases", "examples,fuzzing,stateful"]
        let (arguments, place) = (
            [script, served.socket, Self.description, subject, record] + depth, served.house.path
        )
        let outcome = try await apart { try Tool.run(python, arguments, in: place) }
        #expect(outcome.status == 0, "\(outcome.out.suffix(20_000))\(outcome.err.suffix(2000))")
        // And it still serves.
        #expect(try served.curl("GET", "/readyz").status == 200)
    }

    @Test(.enabled(if: Tool.path("curl") != nil, "curl is not here"))
    func `the service gives its own description away`() throws {
        let served = try ServedHouse()
        let answer = try served.curl("GET", "/openapi.yaml")
        #expect(answer.status == 200)
        #expect(answer.body == (try String(contentsOfFile: Self.description, encoding: .utf8)))
    }

    @Test(
        .enabled(if: Tool.path("promtool") != nil, "promtool is not here"),
        .enabled(if: Tool.path("curl") != nil, "curl is not here"))
    func `Prometheus reads the metrics without a complaint`() throws {
        let served = try ServedHouse(customers: 1)
        _ = try served.curl.subject(email: Customer.email(1))
        let metrics = try served.curl("GET", "/metrics")
        #expect(metrics.status == 200)
        let outcome = try Tool.run("promtool", ["check", "metrics"], input: metrics.body)
        #expect(outcome.status == 0 && outcome.err.isEmpty, "\(outcome.err)")
        #expect(Customer.values(1).allSatisfy { !metrics.body.contains($0) })
    }
}

extension Curl {
    /// The id of a customer, found as billing does.
    func subject(email: String) throws -> String {
        let headers = ["Coffer-Role": "billing_clerk", "Coffer-Purpose": "billing"]
        let found = try self(
            "POST", "/v1/find", headers, body: #"{"field":"contact.email","equals":"\#(email)"}"#)
        return try #require(found.json?.object?["subjects"]?.array?.first?.string)
    }

    /// The id of a customer's record of one class.
    func record(ofClass name: String, of subject: String) throws -> String {
        let headers = ["Coffer-Role": "support_technician", "Coffer-Purpose": "support"]
        let view = try self("GET", "/v1/subjects/\(subject)?fields=\(name).*", headers)
        let records = view.json?.object?["records"]?.array?.compactMap(\.object) ?? []
        return try #require(records.first { $0["class"]?.string == name }?["record"]?.string)
    }
}
