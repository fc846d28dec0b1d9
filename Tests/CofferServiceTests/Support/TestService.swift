import Coffer
import CofferModel
import CofferSQLite
import CofferService
import CofferTesting
import Foundation
import Glibc
import Logging
import ServiceLifecycle

/// A vault in a temporary directory, answered for on a socket beside it.
final class TestService: Sendable {
    let directory: TemporaryDirectory
    let socket: String
    let exposition = Exposition()
    let keeper: Keeper
    private let vault: Vault?
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    /// The user of the tests is everything in it.
    static let roles = [
        "support_technician", "billing_clerk", "network_engineer", "privacy_officer", "security", "auditor",
        "dispatcher",
    ].compactMap { RoleName($0) }

    // Opening the vault again takes that much longer than it must.
    convenience init(
        _ limits: ServiceLimits = ServiceLimits(), opening: Duration = .zero, sweepAt: Int? = nil,
        roles: [RoleName] = TestService.roles
    ) async throws {
        let directory = try TemporaryDirectory()
        let new = NewVault(
            directory: directory.path + "/vault", charter: .named("network-admin"), admin: "Test",
            anchor: directory.path + "/anchors")
        let vault = try await Vault.create(
            new, storage: .sqlite(activity: "test"), time: SystemClock(), random: SystemRandom())
        guard let role = RoleName("admin") else { throw Unexpected(what: "admin") }
        let admin = vault.session(role: role, purpose: .keyAdmin)
        _ = try await vault.addStaff("Test", uid: geteuid(), roles: roles, as: admin)
        try await self.init(directory, vault, limits, opening, sweepAt)
    }

    private init(
        _ directory: TemporaryDirectory, _ vault: Vault?, _ limits: ServiceLimits, _ opening: Duration,
        _ sweepAt: Int?
    ) async throws {
        self.directory = directory
        self.vault = vault
        socket = directory.path + "/s"
        keeper = Keeper(vault, pause: limits.unlockPause)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = try SocketService(
            try Listener(path: socket), keeper, limits: limits, exposition: exposition, sweepAt: sweepAt,
            logger: logger
        ) { (key) throws(VaultError) in
            try? await Task.sleep(for: opening)
            return try await Self.open(directory, .key(key))
        }
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: service)], logger: logger))
        self.group = group
        running = Task { try await group.run() }
        try await ready()
    }

    private func admin() throws -> (Vault, Session) {
        guard let vault, let role = RoleName("admin") else { throw Unexpected(what: "the vault") }
        return (vault, vault.session(role: role, purpose: .keyAdmin))
    }

    /// Enters somebody else.
    func enter(_ name: String, uid: UInt32) async throws -> ActorID {
        let (vault, admin) = try admin()
        let outcome = try await vault.addStaff(name, uid: uid, roles: [Self.roles[0]], as: admin)
        guard let line = outcome.line else { throw Unexpected(what: "a proposal") }
        return line.actor
    }

    /// Enters a second administrator, who acknowledges.
    func enterAdministrator(uid: UInt32) async throws {
        let (vault, admin) = try admin()
        _ = try await vault.addStaff("Vera", uid: uid, roles: [admin.role], as: admin)
        let own = try vault.session(
            peer: Origin(uid: uid, pid: 1), token: nil, role: nil, purpose: nil, caseID: nil, reason: nil)
        _ = try await vault.acknowledge(as: own)
    }

    /// Ends his rights.
    func disable(_ actor: ActorID) async throws {
        let (vault, admin) = try admin()
        _ = try await vault.disableStaff(actor, as: admin)
    }

    static func open(
        _ directory: TemporaryDirectory, _ custody: Custody
    ) async throws(VaultError) -> Vault {
        try await Vault.open(
            directory.path + "/vault", custody: custody, storage: .sqlite(activity: "test"),
            time: SystemClock(), random: SystemRandom())
    }

    private func ready() async throws {
        for _ in 0..<500 {
            if let client = try? Client(socket) {
                client.close()
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Unexpected(what: "the service does not listen")
    }

    /// Stops as on SIGTERM, and waits for the end.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Brings the root key, and does not wait for the answer.
    func bringKey() async throws -> Client {
        let key = try Data(contentsOf: URL(fileURLWithPath: directory.path + "/vault-custody/root.key"))
        let client = try Client(socket)
        let head = [
            "POST /v1/unlock HTTP/1.1", "Host: coffer", "Content-Type: application/octet-stream",
            "Content-Length: \(key.count)", "", "",
        ]
        try await client.send(Array(head.joined(separator: "\r\n").utf8) + key)
        return client
    }

    /// Opens the vault again.
    func unlock() async throws -> Response {
        let client = try await bringKey()
        defer { client.close() }
        return try await client.response()
    }

    /// One request on a connection of its own.
    func ask(
        _ method: String, _ path: String, role: String? = nil, purpose: String? = nil, body: String? = nil,
        type: String = "application/json", headers: [String] = []
    ) async throws -> Response {
        let client = try Client(socket)
        defer { client.close() }
        try await client.send(
            Self.request(method, path, role: role, purpose: purpose, body: body, type: type, headers: headers)
        )
        return try await client.response()
    }

    static func request(
        _ method: String, _ path: String, role: String? = nil, purpose: String? = nil, body: String? = nil,
        type: String = "application/json", headers: [String] = []
    ) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: coffer"]
        if let role { lines.append("Coffer-Role: \(role)") }
        if let purpose { lines.append("Coffer-Purpose: \(purpose)") }
        if let body { lines += ["Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] }
        return (lines + headers + ["", ""]).joined(separator: "\r\n") + (body ?? "")
    }
}

/// A test's own preparation went wrong.
struct Unexpected: Error {
    let what: String
}

/// Customers made for tests.
enum Customers {
    static func email(_ number: Int) -> String { "canary.person\(number)@example.com" }

    /// What support may take in: nobody's card.
    static func person(_ number: Int) -> String {
        """
        {"ref":"c\(number)","language":"bg","source":"order","records":[\
        {"class":"identity","fields":{"given_name":"Йорданка","family_name":"Канарче","jurisdiction":"BG"}},\
        {"class":"contact","fields":{"email":"\(email(number))","phone":"+35988976480\(number % 10)"}}]}
        """
    }

    static func line(_ number: Int) -> String {
        """
        {"ref":"c\(number)","language":"bg","source":"order","records":[\
        {"class":"identity","fields":{"given_name":"Йорданка","family_name":"Канарче","subject_kind":"person",\
        "jurisdiction":"BG","username":"canary\(number)"}},\
        {"class":"contact","fields":{"email":"\(email(number))","phone":"+35988976480\(number % 10)",\
        "postal":{"lines":["ул. Канарска 7"],"city":"Габрово","postcode":"5300","country":"BG"}}},\
        {"class":"payment","ref":"p\(number)","fields":{"pan":"4111111111111111","expiry":"12/30",\
        "holder":"YORDANKA KANARCHE"}}]}
        """
    }
}
