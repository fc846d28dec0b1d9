import CofferModel
import Testing

@Suite struct FirstTests {
    @Test func `who is entered learns who he is, finds a customer and sees him`() async throws {
        let service = try await TestService()
        let mine = try await service.ask("GET", "/v1/whoami")
        #expect(mine.status == 200)
        #expect(mine.json?["name"] == "Test")
        let added = try await service.ask(
            "POST", "/v1/subjects", role: "support_technician", purpose: "support", body: Customers.person(1))
        #expect(added.status == 201)
        let id = try #require(added.json?["subject"]?.string)
        #expect(added.headers["location"] == "/v1/subjects/\(id)")
        let found = try await service.ask(
            "POST", "/v1/find", role: "support_technician", purpose: "support",
            body: #"{"field":"contact.email","equals":"\#(Customers.email(1))"}"#)
        #expect(found.json == ["subjects": [.string(id)]])
        let shown = try await service.ask(
            "GET", "/v1/subjects/\(id)?fields=contact.email,contact.phone:masked", role: "support_technician",
            purpose: "support")
        #expect(shown.status == 200)
        #expect(shown.json?["subject"]?.string == id)
        try await service.stop()
    }

    @Test func `what is not done is told in a problem document`() async throws {
        let service = try await TestService()
        let answer = try await service.ask("GET", "/v1/subjects/none", role: "auditor", purpose: "audit")
        #expect(answer.status == 404)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(answer.code == "not_found")
        let without = try await service.ask("POST", "/v1/find", body: "{}")
        #expect(without.status == 400)
        #expect(without.code == "usage")
        try await service.stop()
    }
}
