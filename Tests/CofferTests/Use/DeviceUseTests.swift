import Coffer
import CofferModel
import CofferTesting
import Testing

/// What enters a device goes to its connector: from a fixed address, by a protocol that the device allows (S2-20, S2-21).
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct DeviceUseTests {
    @Test
    func `a connector enters a device from the fixed address, and who asks sees nothing of it (S2-21)`()
        async throws
    {
        let house = try await UseHouse()
        try await house.allow()
        let used = try await house.vault.use(house.access, by: "netops", as: house.network)
        #expect(used.isAccepted && used.answer == ["result": "approved"])
        let received = try #require(try house.server.received().first)
        #expect(received.facts["from"] == "127.0.0.2" && received.facts["method"] == "PUT")
        #expect(received.facts["body"]?["login"] == "canaryadmin")
        #expect(received.facts["body"]?["host"] == "10.83.255.1")
        #expect(received.facts["headers"]?["x-device"] == "key canary-s3cret-1-zz")
    }

    @Test func `a connector without a fixed address, or from another one, gets nothing (S2-21)`() async throws
    {
        let house = try await UseHouse()
        try await house.allow()
        for source: JSON in [.null, "127.0.0.3"] {
            try await house.set(devices: ["source": source])
            let refusal = try await house.refusal {
                _ = try await house.vault.use(house.access, by: "netops", as: house.network)
            }
            #expect(refusal?.code == .sourceAddress)
        }
        #expect(!house.server.noted("connected"))
    }

    @Test func `a device that may not be entered from there, or not by this protocol, is not (S2-20)`()
        async throws
    {
        let house = try await UseHouse()
        try await house.allow(from: ["198.51.100.9/32"])
        let source = try await house.refusal {
            _ = try await house.vault.use(house.access, by: "netops", as: house.network)
        }
        #expect(source?.code == .sourceAddress)
        try await house.allow(by: ["https"])
        var refusal: VaultError?
        let rows = try await house.house.rows {
            refusal = try await house.refusal {
                _ = try await house.vault.use(house.access, by: "netops", as: house.network)
            }
        }
        #expect(refusal?.code == .protocolDenied)
        #expect(rows.last?["noted"] == "connector.netops.unsent" && rows.last?["code"] == "protocol_denied")
        #expect(!house.server.noted("connected"))
    }

    @Test func `a record without the connector's fields is refused, and the refusal is on the ledger`()
        async throws
    {
        let house = try await UseHouse()
        let device = try await house.house.record("device", of: house.subject)
        var refusal: VaultError?
        let rows = try await house.house.rows {
            refusal = try await house.refusal {
                _ = try await house.vault.use(device, by: "netops", as: house.network)
            }
        }
        #expect(refusal?.code == .targetDenied)
        #expect(rows.last?["code"] == "target_denied" && rows.last?["noted"] == "connector.netops")
    }

    @Test func `a role without the right to deliver has no device entered`() async throws {
        let house = try await UseHouse()
        let refusal = try await house.refusal {
            _ = try await house.vault.use(
                house.access, by: "netops", as: house.house.session("support_technician", .deviceOps))
        }
        #expect(refusal?.code == .roleDenied)
    }
}
