import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Glibc
import Synchronization

/// A clock that tests turn by hand.
final class HandClock: TimeSource {
    private let time: Mutex<Timestamp>

    init(_ text: String) { time = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { time.withLock { $0 } }

    func advance(seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A vault of the network-administration company in a directory of its own.
final class TestVault: Sendable {
    let directory: TemporaryDirectory
    let clock = HandClock("2026-11-21T09:00:00.000Z")
    let vault: Vault
    /// The vault's own connection to its rows, for what only a part not built into a test would store.
    let kept = KeptData()

    var path: String { directory.path + "/vault" }

    static let roles = [
        "support_technician", "billing_clerk", "network_engineer", "privacy_officer", "security", "auditor",
        "dispatcher",
    ].compactMap { RoleName($0) }

    init(
        charter: CharterChoice = .named("network-admin"), random: any RandomSource = SystemRandom()
    ) async throws {
        directory = try TemporaryDirectory()
        let new = NewVault(
            directory: directory.path + "/vault", charter: charter, admin: "Test",
            anchor: directory.path + "/anchors")
        vault = try await Vault.create(
            new, storage: .sqlite(keeping: kept), time: clock, random: random)
        _ = try await vault.addStaff("Test", uid: geteuid(), roles: Self.roles, as: admin)
    }

    /// The same directory, opened again after the first was closed or abandoned.
    init(reopening old: TestVault, custody: Custody = .root, options: OpenOptions = OpenOptions())
        async throws
    {
        directory = old.directory
        clock.advance(seconds: 3600)
        vault = try await Vault.open(
            old.path, custody: custody, options: options, storage: .sqlite(activity: "test"), time: clock,
            random: SystemRandom())
    }

    /// The user who runs the test.
    var uid: UInt32 { geteuid() }

    var admin: Session { session("admin", .keyAdmin) }

    func session(_ role: String, _ purpose: Purpose, case caseID: String? = nil, reason: String? = nil)
        -> Session
    {
        guard let role = RoleName(role) else { preconditionFailure("a test names a role") }
        return vault.session(role: role, purpose: purpose, caseID: caseID, reason: reason)
    }

    /// Takes in one customer with everything, and answers his id.
    func addCustomer(_ number: Int = 1) async throws -> SubjectID {
        let results = try await vault.importLines(
            [ImportLine(number: 1, bytes: Array(Customers.line(number).utf8))], as: admin)
        guard results.count == 1, case .added = results[0] else { throw Unexpected(what: "\(results)") }
        let found = try await vault.find(
            FieldPath(className: "contact", field: "email"), equals: Customers.email(number),
            as: session("support_technician", .support))
        guard let subject = found.first, found.count == 1 else { throw Unexpected(what: "\(found)") }
        return subject
    }
}

/// A test's own preparation went wrong.
struct Unexpected: Error {
    let what: String
}

/// Customers made for tests; every value is recognisable.
enum Customers {
    static func email(_ number: Int) -> String { "canary.person\(number)@example.com" }

    static func line(_ number: Int) -> String {
        """
        {"ref":"c\(number)","language":"bg","source":"order","records":[\
        {"class":"identity","fields":{"given_name":"Йорданка","family_name":"Канарче","subject_kind":"person",\
        "jurisdiction":"BG","username":"canary\(number)"}},\
        {"class":"contact","fields":{"email":"\(email(number))","phone":"+35988976480\(number % 10)",\
        "postal":{"lines":["ул. Канарска 7"],"city":"Габрово","postcode":"5300","country":"BG"}}},\
        {"class":"payment","ref":"p\(number)","fields":{"pan":"4111111111111111","expiry":"12/30",\
        "holder":"YORDANKA KANARCHE"}},\
        {"class":"device","ref":"d\(number)","fields":{"model":"EX2300","mgmt_address":"10.83.255.\(number % 250)",\
        "hostname":"canary-edge-\(number).net.example","ownership":"provider"}},\
        {"class":"device_access","ref":"a\(number)","device":"d\(number)","fields":{"username":"canaryadmin",\
        "secret":"canary-s3cret-\(number)-zz","allowed_sources":["192.0.2.10/32"],"protocols":["ssh"]}}]}
        """
    }
}
