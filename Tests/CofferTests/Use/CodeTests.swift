import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Codes of cards are in memory only, for one charge (PCI DSS 3.3.1, 3.3.2).
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct CodeTests {
    private static let code = "8317"

    /// A house whose connector for cards takes the code as well, and an order.
    private func house(_ behaviour: String = "accept") async throws -> UseHouse {
        let house = try await UseHouse(behaviour)
        try await house.set(cards: [
            "values": ["number": "payment.pan", "code": "payment.cvv"],
            "body": ["number": "{{number}}", "code": "{{code}}"], "answer": ["result"],
        ])
        try await house.order("A-1")
        return house
    }

    private func give(_ house: UseHouse, _ order: String = "A-1", code text: String = code) async throws
        -> Timestamp
    {
        var code = Array(text.utf8)
        defer { #expect(code.allSatisfy { $0 == 0 }) }
        return try await house.vault.authorise(house.card, for: order, code: &code, as: house.payer)
    }

    /// Every file of the vault that has the code in it, but for numbers of rows that hold it by chance.
    private func places(_ house: UseHouse) throws -> [String] {
        let needle = Array("\"\(Self.code)\"".utf8)
        return try house.house.files().filter { path in
            let bytes = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
            return bytes.indices.contains { bytes[$0...].starts(with: needle) }
        }
    }

    @Test func `a code goes to the connector once, and is gone (P-02)`() async throws {
        let house = try await house()
        let until = try await give(house)
        #expect(until == house.house.clock.now().adding(seconds: 300))
        var used: Used?
        let rows = try await house.house.rows { used = try await house.charge("A-1") }
        #expect(used?.answer == ["result": "approved"])
        #expect(try house.server.received().first?.facts["body"]?["code"] == .string(Self.code))
        let opened = try #require(rows.first?["cells"]?.array?.first)
        #expect(opened["granted"]?["delivered"] == ["payment.cvv", "payment.pan"])
        try await house.order("A-2")
        let second = try await house.refusal { _ = try await house.charge("A-2") }
        #expect(second?.code == .destroyed && second?.rule == "authorisation.gone")
        #expect(try house.server.received().count == 1)
    }

    @Test func `a charge without its code sends nothing, and the order stays open (P-02)`() async throws {
        let house = try await house()
        let without = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(without?.code == .destroyed && without?.rule == "authorisation.gone")
        #expect(!house.server.noted("connected"))
        _ = try await give(house)
        #expect(try await house.charge("A-1").isAccepted)
    }

    @Test func `a code is gone after a decline (P-02)`() async throws {
        let house = try await house("decline")
        _ = try await give(house)
        #expect(try await house.charge("A-1").status == .http(402))
        try await house.order("A-2")
        let again = try await house.refusal { _ = try await house.charge("A-2") }
        #expect(again?.rule == "authorisation.gone")
    }

    @Test func `a code is gone after a charge that did not leave, though its order is open (P-02)`()
        async throws
    {
        let house = try await house()
        _ = try await give(house)
        try await house.set(cards: [
            "values": ["number": "payment.pan", "code": "payment.cvv"],
            "body": ["number": "{{number}}", "code": "{{code}}"], "addresses": ["192.0.2.7"],
        ])
        let unsent = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(unsent?.code == .targetDenied)
        let again = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(again?.rule == "authorisation.gone")
    }

    @Test func `a code is gone after a charge that timed out, and no file has it (P-02)`() async throws {
        let house = try await house("slow")
        _ = try await give(house)
        let unknown = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(unknown?.code == .unknown)
        try await house.order("A-2")
        let again = try await house.refusal { _ = try await house.charge("A-2") }
        #expect(again?.rule == "authorisation.gone")
        #expect(try house.server.received().count == 1)
        #expect(try places(house) == [])
    }

    @Test
    func
        `a charge in whose middle the vault is closed is unknown, its order used up and its code gone (P-02)`()
        async throws
    {
        let house = try await house("late")
        try await house.order("A-2")
        for number in ["A-1", "A-2"] { _ = try await give(house, number) }
        async let charge = house.refusal { _ = try await house.charge("A-1") }
        for _ in 0..<200 where try house.server.received().isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        try await house.vault.close()
        let unknown = try await charge
        #expect(unknown?.code == .unknown)
        #expect(try places(house) == [])
        let again = try await TestVault(reopening: house.house)
        let payer = again.session("payment_connector", .billing)
        for (number, code) in [("A-1", Code.orderDenied), ("A-2", .destroyed)] {
            let refusal = try await house.refusal {
                _ = try await again.vault.charge(house.card, for: number, by: "psp", as: payer)
            }
            #expect(refusal?.code == code)
        }
        #expect(try house.server.received().count == 1)
        #expect(try await again.findings(again.vault) == [])
    }

    @Test func `a code is gone after 300 seconds (P-02)`() async throws {
        let house = try await house()
        _ = try await give(house)
        house.house.clock.advance(seconds: 300)
        let late = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(late?.rule == "authorisation.gone")
        #expect(!house.server.noted("connected"))
    }

    @Test func `a code is gone when the vault was closed, and no file ever had it (P-02, P-03)`() async throws
    {
        let house = try await house()
        _ = try await give(house)
        #expect(try places(house) == [])
        try await house.vault.close()
        #expect(try places(house) == [])
        let again = try await TestVault(reopening: house.house)
        let payer = again.session("payment_connector", .billing)
        let refusal = try await house.refusal {
            _ = try await again.vault.charge(house.card, for: "A-1", by: "psp", as: payer)
        }
        #expect(refusal?.rule == "authorisation.gone")
    }

    @Test func `handing in a code changes no file but the ledger (P-03)`() async throws {
        let house = try await house()
        let before = try house.house.stores()
        let rows = try await house.house.rows { _ = try await give(house) }
        #expect(try house.house.stores() == before)
        #expect(rows.count == 1 && rows.first?["action"] == "authorise" && rows.first?["cells"] == nil)
    }

    @Test func `a code is taken for an open order of this card, in digits, from who may`() async throws {
        let house = try await house()
        let other = try await house.refusal { _ = try await give(house, "A-2") }
        #expect(other?.code == .orderDenied)
        for text in ["", "12", "12345", "12a"] {
            let refusal = try await house.refusal { _ = try await give(house, code: text) }
            #expect(refusal?.code == .badValue && refusal?.rule == "cvv.digits")
        }
        var code = Array(Self.code.utf8)
        let clerk = try await house.refusal {
            _ = try await house.vault.authorise(house.card, for: "A-1", code: &code, as: house.clerk)
        }
        #expect(clerk?.code == .roleDenied)
    }

    @Test func `a code outlives a charge that lacked our own secret, and no order is used up (P-02)`()
        async throws
    {
        let house = try await house()
        let path = house.house.directory.file("psp-key")
        let wants: [String: JSON] = [
            "values": ["number": "payment.pan", "code": "payment.cvv"],
            "body": ["number": "{{number}}", "code": "{{code}}"], "answer": ["result"],
            "secret_file": .string(path), "header": ["name": "Authorization", "value": "Bearer {{secret}}"],
        ]
        try Data("hush-hush-hush".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try await house.set(cards: wants)
        try FileManager.default.removeItem(atPath: path)
        _ = try await give(house)
        var refusal: VaultError?
        let rows = try await house.house.rows {
            refusal = try await house.refusal { _ = try await house.charge("A-1") }
        }
        #expect(refusal?.code == .unavailable)
        #expect(rows.count == 1 && rows.first?["cells"] == nil && rows.first?["code"] == "unavailable")
        try Data("hush-hush-hush".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try await house.charge("A-1").isAccepted)
        let received = try #require(try house.server.received().first)
        #expect(received.facts["body"]?["code"] == .string(Self.code))
        #expect(received.facts["headers"]?["authorization"] == "Bearer hush-hush-hush")
    }

    @Test func `a code that waits is gone when its order is taken back (P-02)`() async throws {
        let house = try await house()
        _ = try await give(house)
        try await house.withdraw("A-1")
        try await house.order("A-2")
        let refusal = try await house.refusal { _ = try await house.charge("A-2") }
        #expect(refusal?.rule == "authorisation.gone")
    }

    @Test func `one account cannot take the places of all codes, and each code that goes makes room`()
        async throws
    {
        let house = try await house()
        for number in 2...(Limits.authorisationsEach + 1) { try await house.order("A-\(number)") }
        for number in 1...Limits.authorisationsEach { _ = try await give(house, "A-\(number)") }
        let last = "A-\(Limits.authorisationsEach + 1)"
        let full = try await house.refusal { _ = try await give(house, last) }
        #expect(full?.code == .throttled)
        // The same again takes no place of its own.
        _ = try await give(house, "A-1")
        let roles = ["payment_connector"].compactMap { RoleName($0) }
        _ = try await house.vault.addStaff(
            "Other", uid: TestVault.second, roles: roles, as: house.house.admin)
        let other = try house.house.peer(TestVault.second, "payment_connector", .billing)
        _ = try await house.vault.acknowledge(as: other)
        var code = Array(Self.code.utf8)
        _ = try await house.vault.authorise(house.card, for: last, code: &code, as: other)
        try await house.withdraw("A-2")
        try await house.order("B-1")
        _ = try await give(house, "B-1")
    }

    @Test func `a code is never written as a value (P-02)`() async throws {
        let house = try await house()
        for role in ["billing_clerk", "payment_connector"] {
            let refusal = try await house.refusal {
                _ = try await house.vault.set(
                    house.card, ["cvv": .string(Self.code)], revision: 1, idempotencyKey: "k",
                    as: house.house.session(role, .billing))
            }
            #expect(refusal != nil)
        }
        #expect(try places(house) == [])
    }
}

extension TestVault {
    /// All files of the vault and beside it.
    fileprivate func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory.path).map { directory.file($0) }
    }

    /// The stores, byte by byte.
    fileprivate func stores() throws -> [String: Data] {
        let paths = try files().filter {
            ($0.contains(".db") && !$0.hasSuffix("-shm")) || $0.contains("keyring")
        }
        return Dictionary(
            uniqueKeysWithValues: paths.map { ($0, FileManager.default.contents(atPath: $0) ?? Data()) })
    }
}
