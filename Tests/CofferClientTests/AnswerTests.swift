import CofferClient
import CofferModel
import CofferTesting
import Foundation
import Testing

/// What a client makes of the answers it gets, and of those it does not get.
@Suite struct AnswerTests {
    private let directory: TemporaryDirectory
    private let kept = Kept()
    private let subject = SubjectID(bits: 7)

    init() throws { directory = try TemporaryDirectory() }

    private func service(_ script: ScriptedService.Script) async throws -> (ScriptedService, Asker) {
        let service = kept.keep(try await ScriptedService(directory.file("socket"), script))
        return (service, try asker(service.path))
    }

    private func asker(_ path: String, patience: Duration = .seconds(20)) throws -> Asker {
        CofferClient(socket: path, patience: patience).as(
            role: try #require(RoleName("billing_clerk")), purpose: .billing, case: "NET-17",
            reason: "call_back", token: String(repeating: "ab", count: 32))
    }

    private let view = #"{"subject":"00000000-0000-0000-0000-000000000007","records":[]}"#
    private let erasure = #"{"keys_destroyed":3,"records_removed":2,"shared_keys_remain":false,"epoch":1}"#

    /// What is told when a read and an erasure get this.
    private func told(
        _ said: ScriptedService.Said, patience: Duration = .seconds(20)
    ) async throws -> (read: Code?, erase: Code?) {
        let service = kept.keep(
            try await ScriptedService(directory.file("socket"), .init(answer: { _, _ in said })))
        let asker = try asker(service.path, patience: patience)
        var codes: (read: Code?, erase: Code?) = (nil, nil)
        do throws(VaultError) { _ = try await asker.show(subject) } catch { codes.read = error.code }
        do throws(VaultError) { _ = try await asker.erase(subject) } catch { codes.erase = error.code }
        return codes
    }

    @Test func `a question carries role, purpose, case, reason, token and key`() async throws {
        let added = #"{"subject":"00000000-0000-0000-0000-000000000007","records":[]}"#
        let (service, asker) = try await service(
            .init(answer: { _, _ in .json(added, status: "201 Created") }))
        let input = SubjectInput(language: "bg", source: "order", records: [])
        let answer = try await asker.add(input, idempotencyKey: "k-1")
        #expect(answer.subject == subject)
        let request = try #require(service.requests.first)
        #expect(request.hasPrefix("POST /v1/subjects HTTP/1.1\r\n"))
        for line in [
            "Coffer-Role: billing_clerk", "Coffer-Purpose: billing", "Coffer-Case: NET-17",
            "Coffer-Reason: call_back", "Idempotency-Key: k-1",
            "Authorization: Bearer " + String(repeating: "ab", count: 32), "Content-Type: application/json",
        ] {
            #expect(request.contains(line + "\r\n"))
        }
        #expect(request.hasSuffix(#"{"language":"bg","records":[],"source":"order"}"#))
    }

    @Test func `what cannot be a header is refused before anything is sent`() async throws {
        let (service, _) = try await service(.init())
        let client = CofferClient(socket: service.path)
        for text in ["a\r\nCoffer-Role: admin", "", " a", "a ", "\u{0}"] {
            let asker = client.as(role: .admin, purpose: .keyAdmin, case: text)
            await #expect(throws: VaultError(.usage, "a case, reason, key or token has no such characters")) {
                try await asker.show(subject)
            }
        }
        #expect(service.connections == 0)
    }

    @Test func `one connection serves many questions, and a new one is made when the service ended it`()
        async throws
    {
        let view = view
        let (service, asker) = try await service(
            .init(answer: { _, count in
                var said = ScriptedService.Said.json(view)
                said.ends = count == 2
                return said
            }))
        for _ in 0..<3 { _ = try await asker.show(subject) }
        #expect(service.connections == 1)
        for _ in 0..<3 { _ = try await asker.show(subject) }
        #expect(service.connections == 2)
        #expect(service.requests.count == 6)
    }

    @Test func `many tasks share few connections`() async throws {
        let view = view
        let (service, asker) = try await service(.init(answer: { _, _ in .json(view) }))
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask { (try? await asker.show(SubjectID(bits: 7))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(answers == 200)
        #expect(service.mostOpen <= Limits.clientConnections)
    }

    @Test func `a refusal is the vault's own, with field and rule`() async throws {
        let problem = """
            {"type":"about:blank","title":"A value was refused","status":400,"code":"bad_value",\
            "field":"contact.email","rule":"email.form","request":"00","later":1}
            """
        let (_, asker) = try await service(.init(answer: { _, _ in .problem("400 Bad Request", problem) }))
        let expected = VaultError(
            .badValue, rule: "email.form", field: FieldPath(className: "contact", field: "email"))
        await #expect(throws: expected) { try await asker.show(subject) }
        await #expect(throws: expected) { try await asker.erase(subject) }
    }

    @Test func `who is not entered reads why, although the service has not read a byte of his`() async throws
    {
        let body = #"{"code":"actor_unknown","status":403,"title":"Denied","type":"about:blank"}"#
        let said = ScriptedService.Said.problem("403 Forbidden\r\nConnection: close", body, ends: true)
        let (_, asker) = try await service(.init(greeting: said))
        for _ in 0..<200 {
            await #expect(throws: VaultError(.actorUnknown)) { try await asker.show(subject) }
            await #expect(throws: VaultError(.actorUnknown)) { try await asker.erase(subject) }
        }
    }

    @Test func `a refusal that comes before the request is read whole is read`() async throws {
        let body = #"{"code":"too_large","status":413,"title":"Denied","type":"about:blank"}"#
        let said = ScriptedService.Said.problem(
            "413 Content Too Large\r\nConnection: close", body, ends: true)
        let (_, asker) = try await service(.init(early: said))
        let large = String(repeating: "x", count: 4_000_000)
        await #expect(throws: VaultError(.tooLarge)) {
            try await asker.set(
                RecordID(bits: 1), ["name": .string(large)], revision: 1, idempotencyKey: nil)
        }
    }

    @Test func `where no service is, it is unavailable`() async throws {
        for path in ["missing", "file"] {
            try Data().write(to: URL(fileURLWithPath: directory.file("file")))
            await #expect(throws: VaultError(.unavailable, "no service answers at this socket")) {
                try await asker(directory.file(path)).erase(subject)
            }
        }
        for path in ["", "/" + String(repeating: "long", count: 40)] {
            await #expect(throws: VaultError.self) { try await asker(path).show(subject) }
        }
    }

    @Test(arguments: [
        ScriptedService.Said.nothing,
        .text("HTTP/1.1 200 OK\r\nContent-Type: appl", ends: true),
        .text(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"sub",
            ends: true),
        .text(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sub\r\n",
            ends: true),
        .text("SSH-2.0-OpenSSH_9.6\r\n", ends: true),
        .text("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}", ends: true),
        .text("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Length: 2\r\n\r\n{}", ends: true),
        .text("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n", ends: true),
        .text("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 500) + "\r\n", ends: true),
        .json("{}"), .json("{\"subject\":"), .json("null"),
        .json(#"{"keys_destroyed":1}"#, type: "text/html"),
        .json("not a problem", status: "500 Internal Server Error"),
        .problem("500 Internal Server Error", #"{"status":500}"#),
        .problem("500 Internal Server Error", #"{"code":"a_code_of_tomorrow"}"#),
        .problem("403 Forbidden", #"{"code":"role_denied","reason":"\u001b[2J"}"#),
        .json("", status: "301 Moved Permanently"),
    ])
    func `a cut or foreign answer is unavailable, and unknown for what may have been done`(
        said: ScriptedService.Said
    ) async throws {
        let codes = try await told(said)
        #expect(codes.read == .unavailable)
        #expect(codes.erase == .unknown)
    }

    @Test func `an answer larger than a client reads is refused`() async throws {
        let large = String(repeating: "x", count: Limits.answerBytes + 1)
        #expect(try await told(.json(large)) == (.tooLarge, .unknown))
        let chunk = "100000\r\n" + String(repeating: "x", count: 1 << 20) + "\r\n"
        let endless =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 17)
        try FileManager.default.removeItem(atPath: directory.file("socket"))
        #expect(try await told(.text(endless)) == (.tooLarge, .unknown))
    }

    @Test func `a service that says nothing is not waited for without end`() async throws {
        let codes = try await told(.silence, patience: .milliseconds(200))
        #expect(codes == (.unavailable, .unknown))
    }

    @Test
    func `a length that is too short leaves an answer that is none, and a connection that is not used again`()
        async throws
    {
        let body = view
        let short =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count - 1)\r\n\r\n"
        let (service, asker) = try await service(
            .init(answer: { _, count in count == 0 ? .text(short + body) : .json(body) }))
        await #expect(throws: VaultError.self) { try await asker.show(subject) }
        #expect(try await asker.show(subject).records.isEmpty)
        #expect(service.connections == 2)
    }

    @Test func `what a service says unasked is not the answer to the next question`() async throws {
        let body = view
        let other = body.replacing("7\"", with: "8\"")
        let (service, asker) = try await service(
            .init(answer: { _, count in
                var said = ScriptedService.Said.json(body)
                if count == 0 { said.bytes += ScriptedService.Said.json(other).bytes }
                return said
            }))
        for _ in 0..<2 {
            let view = try? await asker.show(subject)
            #expect(view == nil || view?.subject == subject)
        }
        #expect(service.connections == 2)
    }

    @Test func `a task that is cancelled does not wait on`() async throws {
        let (_, asker) = try await service(.init())
        let waiting = Task { try await asker.show(SubjectID(bits: 7)) }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        let begun = ContinuousClock.now
        await #expect(throws: VaultError.self) { try await waiting.value }
        #expect(ContinuousClock.now - begun < .seconds(5))
    }

    @Test func `nobody waits for a seat after he was cancelled`() async throws {
        let (service, asker) = try await service(.init())
        let waiting = (0..<20).map { _ in Task { try? await asker.show(SubjectID(bits: 7)) } }
        try await Task.sleep(for: .milliseconds(100))
        for task in waiting { task.cancel() }
        for task in waiting { _ = await task.value }
        #expect(service.mostOpen <= Limits.clientConnections)
    }

    @Test func `the root key goes out as it is, and the caller's copy is wiped`() async throws {
        let (service, _) = try await service(
            .init(answer: { _, _ in .text("HTTP/1.1 204 No Content\r\n\r\n") }))
        for count in [54, 55, 56] {
            var key = (0..<count).map { UInt8($0 + 32) }
            let expected = String(decoding: key, as: UTF8.self)
            try await CofferClient(socket: service.path).unlock(key: &key)
            #expect(key == [UInt8](repeating: 0, count: count))
            #expect(try #require(service.requests.last).hasSuffix("\r\n\r\n" + expected))
            #expect(try #require(service.requests.last).contains("application/octet-stream"))
        }
    }

    @Test func `an asker and a token print nothing of the secret`() async throws {
        let asker = try asker("/nowhere")
        var text = ""
        dump(asker, to: &text)
        #expect(
            !text.contains("abab") && !"\(asker)".contains("abab")
                && !String(reflecting: asker).contains("abab"))
    }
}
