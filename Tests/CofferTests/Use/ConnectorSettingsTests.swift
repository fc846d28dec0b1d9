import Coffer
import CofferModel
import CofferTesting
import Testing

/// Which connector gets which fields, and where it is, is signed with the settings; whoever asks has no part in it.
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct ConnectorSettingsTests {
    @Test func `an entry that breaks a rule is refused by its name`() async throws {
        let house = try await UseHouse()
        let plain: [String: JSON] = ["values": ["number": "payment.pan"], "body": ["a": "{{number}}"]]
        for (change, rule) in Self.broken {
            let refusal = try await house.refusal {
                try await house.set(cards: plain.merging(change) { $1 })
            }
            #expect(refusal?.code == .badValue && refusal?.rule == rule, "\(rule)")
        }
        try await house.set(cards: plain)
    }

    private static let broken: [([String: JSON], Rule)] = [
        (["kind": "ftp"], "connector.kind"),
        (["kind": "program"], "delivery.missing"),
        (["networks": ["10.0.0.1"]], "connector.network"),
        (["networks": []], "connector.network"),
        (["program": "/usr/bin/true"], "delivery.unknown_member"),
        (["url": "http://localhost:8443/"], "connector.url"),
        (["addresses": ["127.1"]], "connector.address"),
        (["addresses": []], "connector.address"),
        (["for": "anything"], "connector.word"),
        (["purposes": ["gossip"]], "connector.word"),
        (["values": ["number": "payment"]], "connector.values"),
        (["values": ["number": "payment.nothing"]], "connector.values"),
        (["body": ["a": "{{number}} {{other}}"]], "connector.template"),
        (["body": ["a": "{{number"]], "connector.template"),
        (["body": ["{{number}}": "a"]], "connector.template"),
        (["body": "{{number}}"], "connector.template"),
        (["body": ["a": "{{number}} {{secret}}"]], "connector.template"),
        (["header": ["name": "Host", "value": "{{number}}"]], "connector.header"),
        (["header": ["name": "X-A", "value": "{{number}}\r\nX-B: c"]], "connector.template"),
        (["protocol": "telnet"], "connector.protocol"),
        (["for": "device"], "connector.order"),
        (["source": "somewhere"], "connector.address"),
        (["uses_per_hour": 0], "connector.rate"),
        (["answer": ["a", "a"]], "connector.answer"),
        (["secret": "s3cret"], "delivery.unknown_member"),
    ]

    @Test func `a program that breaks a rule is refused by its name`() async throws {
        let house = try await UseHouse()
        let folder = try TemporaryDirectory()
        let broken: [([String: JSON], Rule)] = [
            (["program": "sh"], "connector.program"),
            (["program": "/bin/\u{0}sh"], "connector.program"),
            (["arguments": .array([JSON](repeating: "a", count: 17))], "connector.program"),
            (["protocol": .null], "delivery.missing"),
            (["protocol": "telnet"], "connector.protocol"),
            (["networks": .null], "delivery.missing"),
            (["networks": ["10.83.0.1/16"]], "connector.network"),
            (["purposes": ["billing"]], "connector.values"),
            (["url": "https://localhost/"], "delivery.unknown_member"),
            (["body": ["a": "{{key}}"]], "delivery.unknown_member"),
        ]
        for (change, rule) in broken {
            let refusal = try await house.refusal {
                try await house.set(program: house.program("true", in: folder, change))
            }
            #expect(refusal?.code == .badValue && refusal?.rule == rule, "\(rule)")
        }
        let program = house.program("true", in: folder)
        try await house.set(program: program)
        let shown = try await house.vault.deliverySettings(as: house.house.admin).settings
        #expect(shown?["connectors"]?["enter"] == program)
    }

    @Test func `what is set is shown as it was set, and is there when the vault is opened again`()
        async throws
    {
        let house = try await UseHouse()
        let before = try await house.vault.deliverySettings(as: house.house.admin).settings
        let psp = try #require(before?["connectors"]?["psp"])
        #expect(psp["method"] == "POST" && psp["protocol"] == "https")
        #expect(psp["body"] == house.cards()["body"])
        try await house.vault.close()
        let again = try await TestVault(reopening: house.house)
        #expect(try await again.vault.deliverySettings(as: again.admin).settings == before)
    }
}
