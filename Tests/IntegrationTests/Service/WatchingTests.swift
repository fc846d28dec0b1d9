import CofferModel
import CofferTesting
import Foundation
import Testing

/// A service looks by itself at the certificates that end soon.
@Suite struct WatchingTests {
    @Test
    func `a service queues the notice of a certificate that ends soon, once, also after it was stopped`()
        async throws
    {
        let made = try await OpenSSL.make(
            "req -x509 -newkey ed25519 -nodes -keyout a.key -out a.crt -days 9 -subj /CN=a")
        let pem = String(decoding: try #require(made["a.crt"]), as: UTF8.self)
        let record: JSON = ["class": "certificate", "fields": ["pem": .string(pem)]]
        try await apart {
            let house = try House(customers: 1)
            try house.must(
                house.coffer("staff", "add", "Test", "--uid", "\(geteuid())", "--role", "dispatcher"))
            try house.must(house.coffer("staff", "acknowledge", "--yes"))
            let subject = try house.subject(1)
            try house.must(
                house.coffer(
                    ["subject", "add", "--to", subject, "--as", "network_engineer", "--for", "device_ops"],
                    input: String(decoding: record.canonical, as: UTF8.self)))
            for _ in 0..<2 {
                let served = try ServedHouse(serving: house)
                #expect(try Self.kinds(served, of: subject) == ["certificate_expiring"])
                #expect(served.stop().status == 0)
            }
        }
    }

    /// The kinds of a customer's notices; waits for the first.
    private static func kinds(_ served: ServedHouse, of subject: String) throws -> [String] {
        let deadline = Date.now.addingTimeInterval(30)
        while .now < deadline {
            let list = try served.coffer(
                [
                    "notice", "list", "--json", "--subject", subject, "--as", "support_technician", "--for",
                    "service_notice",
                ])
            let kinds = list.json?["notices"]?.array?.compactMap { $0["kind"]?.string } ?? []
            if !kinds.isEmpty { return kinds }
            usleep(100_000)
        }
        return []
    }
}
