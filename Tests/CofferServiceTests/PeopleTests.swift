import CofferModel
import Testing

/// Staff, tokens and the second factor, as HTTP asks and answers them.
@Suite(.serialized) struct PeopleTests {
    private static let missing = "01920000-0000-7000-8000-000000000001"

    private func admin(
        _ service: TestService, _ method: String, _ path: String, body: String? = nil
    ) async throws -> Response {
        try await service.ask(method, path, role: "admin", purpose: "key_admin", body: body)
    }

    @Test func `somebody is entered, listed, and disabled`() async throws {
        let service = try await TestService()
        let body = #"{"name":"Clerk","uid":77,"roles":["billing_clerk"]}"#
        let entered = try await admin(service, "POST", "/v1/staff", body: body)
        #expect(entered.status == 201)
        let line = try #require(entered.json?["done"])
        #expect(line["name"] == "Clerk" && line["uid"] == 77 && line["active"] == true)
        let listed = try await admin(service, "GET", "/v1/staff")
        #expect(listed.status == 200)
        #expect(listed.json?["staff"]?.array?.contains { $0["uid"] == 77 } == true)
        let actor = try #require(line["actor"]?.string)
        let ended = try await admin(service, "POST", "/v1/staff/\(actor)/disable")
        #expect(ended.status == 200)
        #expect(ended.json?["done"]?["active"] == false)
        for path in ["/v1/staff/\(Self.missing)/disable", "/v1/staff/none/disable"] {
            #expect(try await admin(service, "POST", path).status == 404, "\(path)")
        }
        try await service.stop()
    }

    @Test func `what is no entry of the directory is refused with its rule`() async throws {
        let service = try await TestService()
        let bodies = [
            (#"{"name":"X","uid":77}"#, "body.members"),
            (#"{"name":"X","uid":-1,"roles":[]}"#, "body.members"),
            (#"{"name":"X","uid":4294967296,"roles":["auditor"]}"#, "body.members"),
            (#"{"name":"X","uid":77,"roles":["auditor"],"kind":"robot"}"#, "body.members"),
            (#"{"name":"X","uid":77,"roles":["auditor"],"more":1}"#, "body.members"),
            (#"{"name":"","uid":77,"roles":["auditor"]}"#, "staff.name"),
            (#"{"name":"X","uid":77,"roles":[]}"#, "staff.role"),
            (#"{"name":"X","uid":77,"roles":["emperor"]}"#, "staff.role"),
            (#"{"name":"X","uid":77,"roles":["admin"],"kind":"service"}"#, "staff.service_role"),
        ]
        for (body, rule) in bodies {
            let answer = try await admin(service, "POST", "/v1/staff", body: body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.json?["rule"] == .string(rule), "\(body)")
        }
        let denied = try await service.ask(
            "POST", "/v1/staff", role: "auditor", purpose: "audit",
            body: #"{"name":"X","uid":77,"roles":["auditor"]}"#)
        #expect(denied.status == 403)
        try await service.stop()
    }

    @Test func `the confidentiality text is read in a language and acknowledged`() async throws {
        let service = try await TestService()
        let text = try await service.ask("GET", "/v1/staff/confidentiality?language=bg")
        #expect(text.status == 200)
        #expect(text.json?["version"]?.integer != nil && text.json?["text"]?.string?.isEmpty == false)
        for language in ["BG", "b", "bulgarian", "b1"] {
            let answer = try await service.ask("GET", "/v1/staff/confidentiality?language=\(language)")
            #expect(answer.json?["rule"] == "query.language", "\(language)")
        }
        let done = try await service.ask("POST", "/v1/staff/acknowledgement")
        #expect(done.status == 200)
        #expect(done.json?["acknowledged"] == true)
        let more = try await service.ask("POST", "/v1/staff/acknowledgement", body: #"{"really":true}"#)
        #expect(more.json?["rule"] == "body.members")
        try await service.stop()
    }

    @Test func `a login takes a challenge once, and the right signature`() async throws {
        let service = try await TestService()
        // The public key of RFC 8032 §7.1, test 1.
        let key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        for bad in [#"{"public_key":"00"}"#, "{}", #"{"public_key":7}"#] {
            #expect(try await service.ask("POST", "/v1/login/key", body: bad).status == 400, "\(bad)")
        }
        let enrolled = try await service.ask("POST", "/v1/login/key", body: #"{"public_key":"\#(key)"}"#)
        #expect(enrolled.status == 200)
        #expect(enrolled.json == ["enrolled": true])
        let challenge = try await service.ask("POST", "/v1/login/challenge")
        #expect(challenge.status == 200)
        let random = try #require(challenge.json?["challenge"]?.string)
        #expect(random.utf8.count == 64)
        let short = try await service.ask("POST", "/v1/login", body: #"{"challenge":"00","signature":"00"}"#)
        #expect(short.json?["rule"] == "body.members")
        let body = #"{"challenge":"\#(random)","signature":"\#(String(repeating: "0", count: 128))"}"#
        for _ in 0..<2 {
            let wrong = try await service.ask("POST", "/v1/login", body: body)
            #expect(wrong.status == 403)
            #expect(wrong.code == "no_mfa")
        }
        try await service.stop()
    }

    @Test func `a token is for a service account, and for nobody else`() async throws {
        let service = try await TestService()
        for (body, rule) in [
            (#"{"uid":4242}"#, "token.service"), ("{}", "body.members"), (#"{"uid":"4242"}"#, "body.members"),
        ] {
            let answer = try await service.ask("POST", "/v1/tokens", body: body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.json?["rule"] == .string(rule), "\(body)")
        }
        let program = #"{"name":"Shop","uid":4242,"roles":["support_technician"],"kind":"service"}"#
        #expect(try await admin(service, "POST", "/v1/staff", body: program).status == 201)
        let token = try await service.ask("POST", "/v1/tokens", body: #"{"uid":4242}"#)
        #expect(token.status == 201)
        #expect(token.json?["token"]?.string?.utf8.count == 64 && token.json?["expires"]?.string != nil)
        let secret = try #require(token.json?["token"]?.string)
        let mine = try await service.ask("GET", "/v1/whoami", headers: ["Authorization: Bearer \(secret)"])
        #expect(mine.code == "actor_unknown", "it was issued for another account")
        let basic = try await service.ask("GET", "/v1/whoami", headers: ["Authorization: Basic \(secret)"])
        #expect(basic.json?["rule"] == "header.authorization")
        try await service.stop()
    }

    @Test(.enabled(if: Somebody.isPossible, "only root can be somebody else"))
    func `a service account with a token is answered as the person`() async throws {
        let service = try await TestService()
        Somebody.letIn(service)
        let program =
            #"{"name":"Shop","uid":\#(Somebody.uid),"roles":["support_technician"],"kind":"service"}"#
        #expect(try await admin(service, "POST", "/v1/staff", body: program).status == 201)
        let issued = try await service.ask("POST", "/v1/tokens", body: #"{"uid":\#(Somebody.uid)}"#)
        let token = try #require(issued.json?["token"]?.string)
        let own = await Somebody.ask(service, "GET", "/v1/whoami")
        #expect(own.status == 200 && own.json?["name"] == "Shop")
        let person = await Somebody.ask(service, "GET", "/v1/whoami", ["Authorization: Bearer \(token)"])
        #expect(person.status == 200 && person.json?["name"] == "Test")
        try await service.stop()
    }

    @Test(.enabled(if: Somebody.isPossible, "only root can be somebody else"))
    func `with two administrators a role is proposed by one and approved by the other`() async throws {
        let service = try await TestService()
        Somebody.letIn(service)
        #expect(try await service.ask("POST", "/v1/staff/acknowledgement").status == 200)
        let second = #"{"name":"Second","uid":\#(Somebody.uid),"roles":["admin"]}"#
        #expect(try await admin(service, "POST", "/v1/staff", body: second).status == 201)
        #expect(await Somebody.ask(service, "POST", "/v1/staff/acknowledgement").status == 200)
        let clerk = #"{"name":"Clerk","uid":77,"roles":["billing_clerk"]}"#
        let proposed = try await admin(service, "POST", "/v1/staff", body: clerk)
        #expect(proposed.status == 202)
        let id = try #require(proposed.json?["proposed"]?["proposal"]?.string)
        let waiting = try await admin(service, "GET", "/v1/staff/proposals")
        #expect(waiting.json?["proposals"]?.array?.count == 1)
        let own = try await admin(service, "POST", "/v1/staff/proposals/\(id)/approve")
        #expect(own.status == 403, "nobody approves what he proposed")
        let headers = ["Coffer-Role: admin", "Coffer-Purpose: key_admin"]
        let agreed = await Somebody.ask(service, "POST", "/v1/staff/proposals/\(id)/approve", headers)
        #expect(agreed.status == 200)
        #expect(agreed.json?["done"]?["uid"] == 77)
        let again = await Somebody.ask(service, "POST", "/v1/staff/proposals/\(id)/approve", headers)
        #expect(again.status == 404)
        try await service.stop()
    }
}
