import CofferModel
import CofferTesting
import Testing

/// What is done about people, asked for through the socket.
@Suite(.serialized) struct StaffRouteTests {
    @Test func `rights that were ended are given back, and nobody else's`() async throws {
        let service = try await TestService()
        let actor = try await service.enter("Boyan", uid: 65_020)
        try await service.disable(actor)
        let path = "/v1/staff/\(actor)/enable"
        let denied = try await service.ask("POST", path, role: "auditor", purpose: "audit")
        #expect((denied.status, denied.code) == (403, "role_denied"))
        let done = try await service.ask("POST", path, role: "admin", purpose: "key_admin")
        #expect(done.status == 200)
        #expect(done.json?["done"]?["active"] == true)
        let nobody = "/v1/staff/00000000-0000-7000-8000-000000000000/enable"
        let missing = try await service.ask("POST", nobody, role: "admin", purpose: "key_admin")
        #expect((missing.status, missing.code) == (404, "not_found"))
        try await service.stop()
    }

    @Test func `a proposal is taken back once, by name of nobody`() async throws {
        let service = try await TestService()
        try await service.enterAdministrator(uid: 65_021)
        let clerk = #"{"name":"Boyan","uid":65022,"roles":["billing_clerk"]}"#
        let waits = try await service.ask(
            "POST", "/v1/staff", role: "admin", purpose: "key_admin", body: clerk)
        #expect(waits.status == 202)
        let id = try #require(waits.json?["proposed"]?["proposal"]?.string)
        let path = "/v1/staff/proposals/\(id)/withdraw"
        #expect(try await service.ask("POST", path, body: #"{"who":"me"}"#).code == "bad_value")
        let taken = try await service.ask("POST", path)
        #expect(taken.status == 200)
        #expect(taken.json?["withdrawn"]?["proposal"]?.string == id)
        #expect(try await service.ask("POST", path).code == "not_found")
        try await service.stop()
    }

    @Test func `a language without a text is refused, with those there are`() async throws {
        let service = try await TestService()
        let path = "/v1/staff/confidentiality"
        let refused = try await service.ask("GET", path + "?language=xx")
        #expect((refused.status, refused.code) == (400, "bad_value"))
        #expect(refused.json?["reason"]?.string?.contains("bg") == true)
        #expect(try await service.ask("GET", path + "?language=bg").json?["language"] == "bg")
        #expect(try await service.ask("GET", path).status == 200)
        #expect(try await service.ask("GET", path + "?language=BG").json?["rule"] == "query.language")
        try await service.stop()
    }
}
