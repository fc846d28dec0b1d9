import CofferModel
import CofferTesting
import Foundation
import Glibc
import Testing

/// What was acknowledged over the socket is there, however the service ends (S2-13).
@Suite(.serialized, .enabled(if: Tool.path("curl") != nil, "curl is the client"))
struct EndUnderLoadTests {
    /// Four clients that add customers until nobody answers, and note each acknowledged one.
    private static let client = """
        for i in $(seq 1 2000); do
            curl -sS --max-time 20 --unix-socket coffer.sock -o answer.$1 -w '%{http_code}' \\
                -H 'Content-Type: application/json' -H 'Coffer-Role: support_technician' \\
                -H 'Coffer-Purpose: support' -H "Idempotency-Key: $1-$i" -H 'Expect:' --data-binary @order.json \\
                http://coffer/v1/subjects > status.$1 2>/dev/null || exit 0
            [ "$(cat status.$1)" = 201 ] || exit 0
            cat answer.$1 >> acknowledged.$1; echo >> acknowledged.$1
        done
        """

    private static let order = """
        {"language":"bg","source":"order","records":[\
        {"class":"contact","fields":{"email":"canary.load@example.com"}}]}
        """

    @Test(arguments: [SIGKILL, SIGTERM])
    func `no acknowledged customer is lost when the service ends under load`(signal: Int32) async throws {
        let served = try ServedHouse(customers: 1)
        let house = served.house
        try house.write(Self.client, to: "client.sh")
        try house.write(Self.order, to: "order.json")
        let path = house.path
        async let clients: Void = withThrowingTaskGroup(of: Void.self) { group in
            for name in ["a", "b", "c", "d"] {
                group.addTask {
                    try await apart { try Tool.run("sh", ["client.sh", name], in: path).must() }
                }
            }
            try await group.waitForAll()
        }
        try await Task.sleep(for: .seconds(1))
        served.send(signal)
        try await clients
        let outcome = served.end()
        #expect(outcome.status == (signal == SIGTERM ? 0 : -SIGKILL))
        let again = try ServedHouse(serving: house)
        var count = 0
        for client in ["a", "b", "c", "d"] {
            for (place, subject) in try Self.acknowledged(house, client).enumerated() {
                // Asked again with its key, what was stored is answered again, and nothing is added.
                let answer = try again.curl(
                    "POST", "/v1/subjects",
                    [
                        "Coffer-Role": "support_technician", "Coffer-Purpose": "support",
                        "Idempotency-Key": "\(client)-\(place + 1)",
                    ], body: Self.order)
                #expect(answer.status == 201 && answer.json?["subject"] == .string(subject))
                count += 1
            }
        }
        #expect(count > 8, "there was a load")
        #expect(again.stop().status == 0)
        let checked = try house.coffer("verify")
        #expect(checked.status == 0, "\(checked.out)")
    }

    private static func acknowledged(_ house: House, _ client: String) throws -> [String] {
        let path = house.path + "/acknowledged.\(client)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap {
            (try? JSON(reading: Array($0.utf8)))?["subject"]?.string
        }
    }
}
