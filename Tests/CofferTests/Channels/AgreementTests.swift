import Coffer
import CofferModel
import CofferTesting
import Testing

/// Agreed channels as they are noted, listed and lost.
@Suite struct AgreementTests {
    @Test
    func `B17 an address becomes a channel step by step, each with its row, and the list shows no address`()
        async throws
    {
        let world = try await ChannelHouse()
        let (house, mail) = (world.house, world.mail)
        // The order proposed it already.
        #expect(try await world.line(mail)?.state == .proposed)
        let rows = try await house.rows {
            try await world.agree(mail, Set(ChannelTopic.allCases))
            try await world.note(.suspend(until: nil), mail)
            try await world.note(.resume, mail)
            try await world.note(.revoke, mail)
        }
        let noted = rows.compactMap { $0["noted"]?.string }
        let expected = [
            "verified",
            "agreed.explicit.billing.event.legal.marketing.newsletter.security.service.technical",
            "suspended", "resumed", "revoked",
        ]
        #expect(noted == expected.map { "channel.contact.email.\($0)" })
        let line = try await world.line(mail)
        #expect(line?.state == .revoked && line?.topics == [] && line?.isCurrent == true)
        let text = String(decoding: (line?.json ?? .null).canonical, as: UTF8.self)
        #expect(!text.contains("canary") && !text.contains("example"))
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `B17 a step that does not follow is refused with its rule and a row, and changes nothing`()
        async throws
    {
        let world = try await ChannelHouse()
        let record = try await world.house.record("identity", of: world.subject)
        let name = ChannelField(record: record, path: FieldPath(className: "identity", field: "given_name"))
        let foreign = ChannelField(record: RecordID(bits: 5), path: world.mail.path)
        let wrong: [(SubjectNote, Rule)] = [
            (.channel(world.mail, .agree(topics: [.billing], act: .explicit)), "channel.state"),
            (.channel(world.mail, .suspend(until: nil)), "channel.state"),
            (.channel(world.phone, .revoke), "channel.unknown"),
            (.channel(name, .propose), "channel.field"),
            (.channel(foreign, .propose), "channel.field"),
            (.channelOrder([world.mail, world.mail]), "channel.order"),
            (.channelOrder([world.phone]), "channel.unknown"),
        ]
        for (note, rule) in wrong {
            let rows = try await world.house.rows {
                await #expect(throws: VaultError(.badValue, rule: rule)) {
                    try await world.vault.note(note, about: world.subject, as: world.support)
                }
            }
            #expect(rows.count == 1 && rows[0]["code"] == "bad_value" && rows[0]["noted"] == nil, "\(rule)")
        }
        #expect(
            try await world.vault.note(
                .channel(world.phone, .propose), about: world.subject, as: world.support)
                == 2)
        #expect(try await world.vault.channels(of: world.subject, as: world.support).count == 2)
    }

    @Test func `S0-08 S1-08 another address in the field is another channel, from the same write on`()
        async throws
    {
        let world = try await ChannelHouse()
        try await world.agree(world.mail, [.billing])
        try await world.note(.propose, world.phone)
        let rows = try await world.house.rows {
            try await world.write(["email": "other.canary@example.com"])
        }
        #expect(rows.count == 1, "one intent for the value, the facts and the notice to the old address")
        #expect(rows[0]["noted"] == "channel.readdressed" && rows[0]["changes"]?.array?.count == 3)
        let line = try await world.line(world.mail)
        #expect(line?.state == .proposed && line?.topics == [] && line?.isCurrent == true)
        await #expect(throws: VaultError(.badValue, rule: "channel.state")) {
            try await world.note(.agree(topics: [.billing], act: .explicit), world.mail)
        }
        // The telephone stands in the same record, and was not written.
        #expect(try await world.line(world.phone)?.isCurrent == true)
        #expect(try await world.house.findings(world.vault) == [])
        try await world.vault.close()
        let again = try await world.house.reopen()
        #expect(
            try await again.channels(of: world.subject, as: world.support).map(\.state) == [
                .proposed, .proposed,
            ])
        #expect(try await world.house.findings(again) == [])
        try await again.close()
    }

    @Test func `a write of other fields leaves the channels and the facts as they are`() async throws {
        let world = try await ChannelHouse()
        try await world.agree(world.mail, [.billing])
        let rows = try await world.house.rows { try await world.write(["phone": "+359889764809"]) }
        #expect(rows.count == 1 && rows[0]["noted"] == nil && rows[0]["changes"]?.array?.count == 1)
        #expect(try await world.line(world.mail)?.state == .agreed)
    }

    @Test
    func `B17 who may see the history sees the channels, who may neither learns nothing of who is here`()
        async throws
    {
        let world = try await ChannelHouse()
        let legal = try #require(RoleName("legal"))
        _ = try await world.vault.addStaff(
            "Test", uid: world.house.uid, roles: [legal], as: world.house.admin)
        let readers = [world.officer, world.house.session("legal", .legalDuty, case: "LGL-1")]
        var actions: [JSON?] = []
        for reader in readers {
            var lines: [ChannelLine] = []
            let rows = try await world.house.rows {
                lines = try await world.vault.channels(of: world.subject, as: reader)
            }
            #expect(lines.map(\.field) == [world.mail] && rows.count == 1 && rows[0]["subject"] != nil)
            actions += rows.map { $0["action"] }
        }
        #expect(actions == ["channel", "history"])
        let auditor = world.house.session("auditor", .audit)
        for subject in [world.subject, SubjectID(bits: 9)] {
            let rows = try await world.house.rows {
                #expect(
                    await code { try await world.vault.channels(of: subject, as: auditor) } == .roleDenied)
            }
            #expect(rows.count == 1 && rows[0]["subject"] == nil)
        }
        #expect(
            await code { try await world.vault.channels(of: SubjectID(bits: 9), as: world.support) }
                == .notFound)
    }
}
