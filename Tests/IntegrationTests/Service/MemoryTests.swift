import CofferModel
import Foundation
import Testing

/// What stays in the memory of a service that has answered (docs/security/memory.md).
@Suite(.serialized) struct MemoryTests {
    private static let support = ["Coffer-Role": "support_technician", "Coffer-Purpose": "support"]
    private static let billing = ["Coffer-Role": "billing_clerk", "Coffer-Purpose": "billing"]
    private static let keeper = ["Coffer-Role": "admin", "Coffer-Purpose": "key_admin"]
    private static let officer = ["Coffer-Role": "privacy_officer", "Coffer-Purpose": "subject_rights"]
    private static let lines = ["Content-Type": "application/x-ndjson"]

    @Test(
        .enabled(if: ProcessMemory.isReadable, "the memory of processes can be read by root only"),
        .enabled(if: Tool.path("curl") != nil, "curl is not here"))
    func `a service that has answered holds no value in clear`() async throws {
        let served = try ServedHouse()
        let canaries = (1...4).map { Canary($0) }
        try Self.use(served.curl, canaries)
        // The last connection has ended; what is still on its way has a moment.
        try await Task.sleep(for: .seconds(2))
        let memory = try #require(ProcessMemory(of: served.pid))
        let needles = canaries.reduce(into: [:]) { $0.merge($1.needles) { one, _ in one } }
        let control = ["control": Array("network-admin".utf8)]
        let wanted = needles.merging(control) { one, _ in one }
        let findings = try await apart { memory.findings(of: wanted) }
        #expect(findings.contains { $0.name == "control" })
        let left = findings.filter { $0.name != "control" }.map(\.description).sorted()
        #expect(left.isEmpty, "\(left.count) of \(needles.count) are still there: \(left)")
    }

    /// Values come in by each of the ways, are answered by each, and are refused.
    private static func use(_ curl: Curl, _ canaries: [Canary]) throws {
        let (added, imported) = (canaries.prefix(2), canaries.dropFirst(2))
        var ids: [String] = []
        for canary in added {
            let answer = try curl("POST", "/v1/subjects", support, body: canary.order)
            #expect(answer.status == 201)
            ids.append(try #require(answer.json?.object?["subject"]?.string))
        }
        let stream = imported.map { $0.line + "\n" }.joined()
        let done = try curl("POST", "/v1/import", keeper.merging(lines) { $1 }, body: stream)
        #expect(done.status == 200 && done.body.contains(#""added":\#(imported.count)"#))
        for canary in canaries {
            let body = #"{"field":"contact.email","equals":"\#(canary.email)"}"#
            let found = try curl("POST", "/v1/find", billing, body: body)
            let subject = try #require(found.json?.object?["subjects"]?.array?.first?.string)
            ids.append(subject)
            let views = [billing, support, officer].map { try? curl("GET", "/v1/subjects/\(subject)", $0) }
            #expect(views.allSatisfy { $0?.status == 200 })
            #expect(views.contains { $0?.body.contains(canary.givenName) == true })
        }
        let asks = Set(ids).map { #"{"subject":"\#($0)"}"# + "\n" }.joined()
        #expect(try curl("POST", "/v1/read", officer.merging(lines) { $1 }, body: asks).status == 200)
        try refusals(curl, canaries)
    }

    private static func refusals(_ curl: Curl, _ canaries: [Canary]) throws {
        for canary in canaries {
            let bad = [
                #"{"secret":"\#(canary.secret)"}"#, canary.order + canary.order,
                canary.line.replacing("203.0.113.7", with: canary.holder),
            ]
            for body in bad {
                let answer = try curl("POST", "/v1/subjects", support, body: body)
                #expect(400..<500 ~= answer.status)
                #expect(canary.values.values.allSatisfy { !answer.body.contains($0) })
            }
            let path = "/v1/subjects/\(canary.email)?fields=\(canary.host)"
            #expect(400..<500 ~= (try curl("GET", path, support).status))
        }
    }
}
