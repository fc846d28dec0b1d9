import CofferModel
import CofferTesting
import Foundation
import Testing

/// Cards are charged by the real binary, and neither number nor code lies anywhere afterwards.
@Suite(
    .serialized, .enabled(if: LocalServer.python != nil, "no Python in .build/tools; .ci/run puts it there"),
    .enabled(if: Tool.path("curl") != nil, "curl is not here"))
struct UsingTests {
    private static let pan = "4111111111111111"
    private static let code = "8317"
    private static let payer = ["Coffer-Role": "payment_connector", "Coffer-Purpose": "billing"]

    /// A house with a connector that takes number and code, and two orders.
    private struct Shop {
        let house: House
        let card: String

        init(_ server: LocalServer, seconds: Int = 60) throws {
            house = try House(customers: 1)
            try house.must(
                house.coffer("staff", "add", "Test", "--uid", "\(geteuid())", "--role", "payment_connector"))
            try house.must(house.coffer("staff", "acknowledge", "--yes"))
            try house.write(String(decoding: server.certificate, as: UTF8.self), to: "psp.pem")
            try house.write(
                """
                {"from":{"address":"notices@company.example"},"sender":"bounces@company.example",
                 "message_domain":"company.example","mail":{"command":{"path":"/bin/true"}},
                 "times":{"connect":2,"whole":\(seconds)},
                 "connectors":{"psp":{"kind":"https","url":"https://localhost:\(server.port)/v1/charges",
                  "addresses":["127.0.0.1"],"authorities":"\(house.path)/psp.pem","for":"order",
                  "purposes":["billing"],"values":{"number":"payment.pan","code":"payment.cvv"},
                  "body":{"number":"{{number}}","code":"{{code}}"},"answer":["result"],"uses_per_hour":9}}}
                """, to: "delivery.json")
            try house.must(house.coffer("delivery", "set", "delivery.json"))
            let subject = try house.subject(1)
            let shown = try house.coffer(
                "subject", "show", subject, "payment.pan", "--json", "--as", "billing_clerk", "--for",
                "billing")
            card = shown.json?["records"]?.array?.first?["record"]?.string ?? ""
            for order in ["A-1", "A-2"] {
                try house.must(
                    house.coffer(
                        "order", subject, order, "--card", card, "--amount", "12.50", "--currency", "EUR",
                        "--as",
                        "billing_clerk", "--for", "billing"))
            }
        }

        /// The files of vault, state and outputs that hold a text; what a test put on standard input is its own.
        func places(_ text: String) throws -> [String] {
            let needle = Data(text.utf8)
            return try FileManager.default.subpathsOfDirectory(atPath: house.path).filter { path in
                !path.hasSuffix(".in")
                    && FileManager.default.contents(atPath: house.path + "/" + path)?.range(of: needle) != nil
            }
        }
    }

    @Test
    func
        `a card is charged by command, and its number is in no argument, environment, output or file (P-07, S3-12)`()
        async throws
    {
        let server = try await LocalServer.start("connector.py", "slow")
        let shop = try Shop(server)
        let running = try shop.house.start(
            [
                "card", "authorise", shop.card, "--order", "A-1", "--by", "psp", "--as", "payment_connector",
                "--for", "billing",
            ], input: Self.code + "\n")
        for _ in 0..<200 where try server.received().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try server.received().first?.facts["body"]?["code"] == .string(Self.code))
        // While the connector takes its time.
        for file in ["cmdline", "environ"] {
            let bytes = try #require(FileManager.default.contents(atPath: "/proc/\(running.pid)/\(file)"))
            #expect(
                bytes.range(of: Data(Self.pan.utf8)) == nil && bytes.range(of: Data(Self.code.utf8)) == nil)
        }
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(running.pid)/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(running.pid)/fd/" + $0)
        }
        #expect(!open.contains { $0.contains("memfd") || $0.contains("(deleted)") })
        running.send(SIGKILL)
        let outcome = running.end()
        #expect(!outcome.out.contains(Self.pan) && !outcome.err.contains(Self.pan))
        #expect(try shop.places(Self.pan) == ["customers.jsonl"])
        #expect(try shop.places("\"\(Self.code)\"") == [])
        // The order was used up before anything left.
        let again = try shop.house.coffer(
            "card", "charge", shop.card, "--order", "A-1", "--by", "psp", "--as", "payment_connector",
            "--for",
            "billing", "--json")
        #expect(again.status == 1 && again.refusal?["code"] == "order_denied")
    }

    @Test func `a service that is killed before the charge leaves nothing of a code (P-03)`() async throws {
        let server = try await LocalServer.start("connector.py", "accept")
        let shop = try Shop(server)
        let served = try ServedHouse(serving: shop.house)
        let path = "/v1/cards/\(shop.card)/authorisation?order=A-1"
        let digits = Self.payer.merging(["Content-Type": "application/octet-stream"]) { $1 }
        let given = try served.curl("POST", path, digits, body: Self.code)
        #expect(given.status == 200 && given.json?["until"] != nil, "\(given.body)")
        served.send(SIGKILL)
        _ = served.end()
        for text in ["\"\(Self.code)\"", "ODMxNw", "38333137"] { #expect(try shop.places(text) == []) }
        let again = try ServedHouse(serving: shop.house)
        let charge = try again.curl(
            "POST", "/v1/cards/\(shop.card)/charge", Self.payer, body: #"{"order":"A-1","connector":"psp"}"#)
        #expect(charge.status == 410 && charge.json?["rule"] == "authorisation.gone", "\(charge.body)")
        let second = try again.curl("POST", path, digits, body: Self.code)
        #expect(second.status == 200)
        let done = try again.curl(
            "POST", "/v1/cards/\(shop.card)/charge", Self.payer, body: #"{"order":"A-1","connector":"psp"}"#)
        #expect(
            done.json?["accepted"] == true && done.json?["answer"] == ["result": "approved"], "\(done.body)")
        #expect(try server.received().count == 1)
    }

    /// A core of the service, searched for what only a code would be; it must hold what every core does.
    private func cores(_ served: ServedHouse, _ folder: TemporaryDirectory) throws -> [String] {
        let prefix = folder.file("core")
        guard try Tool.run("gcore", ["-o", prefix, "\(served.pid)"]).status == 0 else { return ["no core"] }
        let core = "\(prefix).\(served.pid)"
        defer { try? FileManager.default.removeItem(atPath: core) }
        func holds(_ text: String) throws -> Bool {
            try Tool.run("grep", ["-q", "-a", "-F", text, core]).status == 0
        }
        #expect(try holds(served.socket))
        return try [#"code":"\#(Self.code)"#, #""code": "\#(Self.code)"#].filter(holds)
    }

    @Test(
        .enabled(if: Tool.path("gcore") != nil && geteuid() == 0, "gcore is not here, or may not look"),
        arguments: ["accept", "decline", "slow"])
    func
        `after a charge no file, output or core has its code, nor after a crash, and none gets it again (P-02)`(
            behaviour: String
        ) async throws
    {
        let server = try await LocalServer.start("connector.py", behaviour)
        let shop = try Shop(server, seconds: 3)
        let folder = try TemporaryDirectory()
        // All the core that there may be: what the service allows itself is less.
        let served = try ServedHouse(
            serving: shop.house, under: ["/bin/sh", "-c", #"ulimit -c unlimited; exec "$@""#, "sh"])
        let path = "/v1/cards/\(shop.card)/"
        let digits = Self.payer.merging(["Content-Type": "application/octet-stream"]) { $1 }
        func charge(_ order: String) throws -> Curl.Answer {
            try served.curl(
                "POST", path + "charge", Self.payer, body: #"{"order":"\#(order)","connector":"psp"}"#)
        }
        #expect(
            try served.curl("POST", path + "authorisation?order=A-1", digits, body: Self.code).status == 200)
        let first = try charge("A-1")
        #expect(first.json?["accepted"]?.bool == (behaviour == "slow" ? nil : behaviour == "accept"))
        #expect(try server.received().first?.facts["body"]?["code"] == .string(Self.code))
        #expect(try cores(served, folder) == [])
        let second = try charge("A-2")
        #expect(second.status == 410 && second.json?["rule"] == "authorisation.gone")
        served.send(SIGABRT)
        #expect(served.end().status == -SIGABRT)
        let names = try FileManager.default.subpathsOfDirectory(atPath: shop.house.path)
        #expect(!names.contains { $0.split(separator: "/").last?.hasPrefix("core") == true })
        for text in ["\"\(Self.code)\"", "ODMxNw", "38333137"] { #expect(try shop.places(text) == []) }
        #expect(try server.received().count == 1)
    }

    @Test
    func `locking the service in the middle of a charge waits for its end, and ends codes that wait (P-02)`()
        async throws
    {
        let server = try await LocalServer.start("connector.py", "late")
        let shop = try Shop(server)
        let served = try ServedHouse(serving: shop.house)
        let path = "/v1/cards/\(shop.card)/"
        let digits = Self.payer.merging(["Content-Type": "application/octet-stream"]) { $1 }
        for order in ["A-1", "A-2"] {
            let given = try served.curl(
                "POST", path + "authorisation?order=\(order)", digits, body: Self.code)
            #expect(given.status == 200)
        }
        @Sendable func charge(_ order: String, _ curl: Curl) throws -> Curl.Answer {
            try curl(
                "POST", path + "charge", Self.payer, body: #"{"order":"\#(order)","connector":"psp"}"#)
        }
        let curl = served.curl
        async let charged = apart { try charge("A-1", curl) }
        for _ in 0..<200 where try server.received().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let lock = try served.curl(
            "POST", "/v1/lock", ["Coffer-Role": "admin", "Coffer-Purpose": "key_admin"])
        #expect(lock.status == 204, "\(lock.body)")
        #expect(try await charged.json?["accepted"] == true)
        #expect(try charge("A-2", curl).code == "locked")
        served.send(SIGTERM)
        _ = served.end()
        let again = try ServedHouse(serving: shop.house)
        #expect(try charge("A-1", again.curl).code == "order_denied")
        #expect(try charge("A-2", again.curl).json?["rule"] == "authorisation.gone")
        #expect(try server.received().count == 1)
    }
}
