import CofferModel
import CofferTesting
import Testing

/// Certificates over the socket: what is weak about one is said when it is written.
@Suite(.serialized) struct CertificateRouteTests {
    private func pem(_ made: [String: [UInt8]], _ name: String) throws -> JSON {
        .string(String(decoding: try #require(made[name]), as: UTF8.self))
    }

    private static func text(_ json: JSON) -> String { String(decoding: json.canonical, as: UTF8.self) }

    @Test func `whoever writes a weak certificate is told, and whoever writes a good one is told nothing`()
        async throws
    {
        let made = try await OpenSSL.make(
            "req -x509 -newkey rsa:1024 -sha1 -nodes -keyout a.key -out weak.pem -days 9 -subj /CN=canary",
            "req -x509 -newkey ed25519 -nodes -keyout b.key -out good.pem -days 9 -subj /CN=canary")
        let service = try await TestService()
        let added = try await service.ask(
            "POST", "/v1/subjects", role: "support_technician", purpose: "support", body: Customers.person(1))
        let subject = try #require(added.json?["subject"]?.string)
        let weak: JSON = ["class": "certificate", "fields": ["pem": try pem(made, "weak.pem")]]
        let record = try await service.ask(
            "POST", "/v1/subjects/\(subject)/records", role: "network_engineer", purpose: "device_ops",
            body: Self.text(weak))
        #expect(record.status == 201)
        #expect(record.json?["warnings"] == ["rsa_short", "sha1"])
        #expect(!record.text.contains("canary"))
        let id = try #require(record.json?["record"]?.string)
        let good: JSON = ["fields": ["pem": try pem(made, "good.pem")]]
        let changed = try await service.ask(
            "PATCH", "/v1/records/\(id)", role: "network_engineer", purpose: "device_ops",
            body: Self.text(good),
            headers: ["If-Match: \"1\""])
        #expect(changed.status == 200)
        let expected: JSON = ["record": .string(id), "revision": 2]
        #expect(changed.json == expected)
        try await service.stop()
    }
}
