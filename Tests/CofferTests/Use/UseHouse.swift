import Coffer
import CofferModel
import CofferTesting
import Foundation

/// A vault with connectors at a server of the test's, and a customer with a card and a device.
struct UseHouse {
    let house: TestVault
    let server: LocalServer
    let subject: SubjectID
    let card: RecordID
    let access: RecordID

    static let pan = "4111111111111111"

    var vault: Vault { house.vault }
    var clerk: Session { house.session("billing_clerk", .billing) }
    var payer: Session { house.session("payment_connector", .billing) }
    var engineer: Session { house.session("network_engineer", .deviceOps) }
    var network: Session { house.session("device_connector", .deviceOps) }

    /// Whether there is a Python for the server.
    static let isReady = LocalServer.python != nil

    init(
        _ behaviour: String = "accept", fixed source: String = "127.0.0.2/32", delivering more: String = ""
    ) async throws {
        let path =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
            + "/../../../Sources/CofferCharter/Charters/network-admin.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        house = try await TestVault(
            charter: .file(
                name: "company.yaml",
                text: text.replacingOccurrences(of: "192.0.2.10/32", with: source)
                    .replacingOccurrences(of: "payment.cvv, ", with: "payment.cvv, \(more)")))
        server = try await LocalServer.start("connector.py", behaviour)
        let roles = ["payment_connector", "device_connector"].compactMap { RoleName($0) }
        _ = try await house.vault.addStaff("Test", uid: house.uid, roles: roles, as: house.admin)
        subject = try await house.addCustomer()
        card = try await house.record("payment", of: subject)
        access = try await house.record("device_access", of: subject)
        try await set()
    }

    /// The connector for cards, with some members in the place of its own; null leaves one out.
    func cards(_ other: [String: JSON] = [:]) -> JSON {
        Self.with(
            other,
            [
                "kind": "https", "url": .string("https://localhost:\(server.port)/v1/charges"),
                "addresses": ["127.0.0.1"],
                "authorities": .string(String(decoding: server.certificate, as: UTF8.self)),
                "for": "order", "purposes": ["billing"],
                "values": [
                    "number": "payment.pan", "expiry": "payment.expiry", "holder": "payment.holder",
                ],
                "body": [
                    "number": "{{number}}", "holder": "{{holder}}", "expiry": "{{expiry}}",
                    "pay": "{{order.amount}} {{order.currency}} for {{order.number}}",
                ],
                "answer": ["result", "id"], "uses_per_hour": 3,
            ])
    }

    /// The connector for devices, likewise.
    func devices(_ other: [String: JSON] = [:]) -> JSON {
        Self.with(
            other,
            [
                "kind": "https", "url": .string("https://localhost:\(server.port)/enter"),
                "method": "PUT", "addresses": ["127.0.0.1"], "source": "127.0.0.2",
                "authorities": .string(String(decoding: server.certificate, as: UTF8.self)),
                "for": "device", "protocol": "ssh", "purposes": ["device_ops"],
                "values": [
                    "user": "device_access.username", "secret_of_device": "device_access.secret",
                    "host": "device.mgmt_address",
                ],
                "body": ["host": "{{host}}", "login": "{{user}}"],
                "header": ["name": "X-Device", "value": "key {{secret_of_device}}"],
                "answer": ["result"], "uses_per_hour": 10,
            ])
    }

    /// A connector for devices that is a program: what the shell makes of some lines, run in a folder.
    ///
    /// The lines are an argument and no program of their own: a file just written may still be open in a process that
    /// another test is starting, and then it cannot be run.
    func program(_ lines: String, in folder: TemporaryDirectory, _ other: [String: JSON] = [:]) -> JSON {
        Self.with(
            other,
            [
                "kind": "program", "program": .string(Self.shell),
                "arguments": ["-c", .string("cd '\(folder.path)' || exit 9; \(lines)")],
                "for": "device", "protocol": "ssh", "source": "127.0.0.2", "networks": ["10.83.0.0/16"],
                "purposes": ["device_ops"],
                "values": [
                    "login": "device_access.username", "key": "device_access.secret",
                    "host": "device.mgmt_address",
                ],
                "answer": ["result", "more"], "uses_per_hour": 20,
            ])
    }

    /// The shell at its own path.
    static let shell = URL(fileURLWithPath: "/bin/sh").resolvingSymlinksInPath().path

    private static func with(_ other: [String: JSON], _ usual: [String: JSON]) -> JSON {
        .object(usual.merging(other) { $1 }.filter { $0.value != .null })
    }

    func settings(_ connectors: [String: JSON]) -> JSON {
        var members = house.spool().object ?? [:]
        members["times"] = ["connect": 2, "whole": 4]
        members["connectors"] = .object(connectors)
        return .object(members)
    }

    /// Sets both connectors, these members in the place of their own, and a third.
    func set(
        cards: [String: JSON] = [:], devices: [String: JSON] = [:], program: JSON? = nil
    ) async throws {
        var connectors = ["psp": self.cards(cards), "netops": self.devices(devices)]
        connectors["enter"] = program
        try await vault.setDelivery(settings(connectors), as: house.admin)
    }

    func order(_ number: String, card: RecordID? = nil, amount: String = "12.50") async throws {
        try await vault.note(
            .order(number, card: card ?? self.card, amount: amount, currency: "EUR"), about: subject,
            as: clerk)
    }

    /// The same device may be entered from here, by these protocols.
    func allow(from sources: JSON = ["127.0.0.2/32"], by protocols: JSON = ["ssh"]) async throws {
        let view = try await vault.show(subject, as: engineer)
        let revision = view.records.first { $0.record == access }?.revision ?? 0
        _ = try await vault.set(
            access, ["allowed_sources": sources, "protocols": protocols], revision: revision,
            idempotencyKey: nil, as: engineer)
    }

    func withdraw(_ number: String, as session: Session? = nil) async throws {
        try await vault.note(.orderWithdrawal(number), about: subject, as: session ?? clerk)
    }

    /// The clerk in another opening of the vault.
    func clerk(in vault: Vault) -> Session {
        vault.session(role: clerk.role, purpose: .billing, caseID: nil, reason: nil)
    }

    func charge(_ order: String, by connector: String = "psp", as session: Session? = nil) async throws
        -> Used
    {
        try await vault.charge(card, for: order, by: connector, as: session ?? payer)
    }

    /// The refusal of an act; nil when it was done.
    func refusal(_ act: () async throws -> Void) async throws -> VaultError? {
        do {
            try await act()
            return nil
        } catch let error as VaultError { return error }
    }
}
