import CofferModel
import CofferTesting
import Testing

/// How messages leave, set and asked for through the socket.
@Suite(.serialized) struct DeliveryRouteTests {
    private func settings(_ folder: String) -> String {
        """
        {"from":{"address":"notices@company.example"},"sender":"bounces@company.example",\
        "message_domain":"company.example","mail":{"spool":{"bodies":"\(folder)/a","envelopes":"\(folder)/b"}}}
        """
    }

    private func admin(
        _ service: TestService, _ method: String, _ path: String, body: String? = nil
    ) async throws -> Response {
        try await service.ask(method, path, role: "admin", purpose: "key_admin", body: body)
    }

    @Test func `settings are set, shown and tried, and refused by rule and member`() async throws {
        let service = try await TestService()
        let nothing = try await admin(service, "GET", "/v1/delivery")
        #expect(nothing.status == 200 && nothing.json == ["settings": .null, "waiting": .null])
        #expect(try await admin(service, "POST", "/v1/delivery/check").status == 404)
        let set = try await admin(
            service, "POST", "/v1/delivery", body: settings(service.directory.path))
        #expect(set.status == 200)
        #expect(set.json?["settings"]?["rates"]?["per_recipient_hour"] == 20)
        #expect(try await admin(service, "GET", "/v1/delivery").json == set.json)
        let check = try await admin(service, "POST", "/v1/delivery/check")
        #expect(check.status == 200)
        #expect(
            check.json == [
                "mail": ["kind": "spool", "open": false, "reason": "local"], "phone": .null,
            ])
        let broken = settings("s3cret").replacing(#""sender":"#, with: #""sendr":"#)
        let refused = try await admin(service, "POST", "/v1/delivery", body: broken)
        #expect((refused.status, refused.code) == (400, "bad_value"))
        #expect(refused.json?["rule"] == "delivery.missing" && refused.json?["reason"] == "sender")
        for wrong in ["[]", #""text""#, "{}", #"{"settings":{}}"#] {
            #expect(try await admin(service, "POST", "/v1/delivery", body: wrong).status == 400)
        }
        #expect(try await admin(service, "POST", "/v1/delivery/check", body: #"{"a":1}"#).status == 400)
        #expect(try await admin(service, "GET", "/v1/delivery").json == set.json)
        try await service.stop()
    }

    @Test func `only an administrator may`() async throws {
        let service = try await TestService()
        let body = settings(service.directory.path)
        let id = "00000000-0000-7000-8000-000000000000"
        let asked: [(String, String, String?)] = [
            ("GET", "/v1/delivery", nil), ("POST", "/v1/delivery", body), ("POST", "/v1/delivery/check", nil),
            ("POST", "/v1/delivery/proposals/\(id)/approve", nil),
        ]
        for (method, path, body) in asked {
            let denied = try await service.ask(method, path, role: "auditor", purpose: "audit", body: body)
            #expect((denied.status, denied.code) == (403, "role_denied"))
        }
        try await service.stop()
    }

    @Test func `with a second administrator they wait, and he who wants them does not approve them`()
        async throws
    {
        let service = try await TestService()
        try await service.enterAdministrator(uid: 65_021)
        let set = try await admin(
            service, "POST", "/v1/delivery", body: settings(service.directory.path))
        #expect(set.status == 202)
        #expect(set.json?["settings"] == .null)
        let id = try #require(set.json?["waiting"]?["proposal"]?.string)
        let own = try await admin(service, "POST", "/v1/delivery/proposals/\(id)/approve")
        #expect((own.status, own.code) == (403, "approval_missing"))
        let nobody = "/v1/delivery/proposals/00000000-0000-7000-8000-000000000000/approve"
        #expect(try await admin(service, "POST", nobody).status == 404)
        #expect(try await admin(service, "GET", "/v1/delivery").json?["settings"] == .null)
        try await service.stop()
    }
}
