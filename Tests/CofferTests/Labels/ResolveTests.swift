import Coffer
import CofferModel
import CofferTesting
import Testing

/// Who is told what a label stands for, and when nobody is (B21, E-01, E-12…E-15, EN-06, EN-12).
@Suite struct ResolveTests {
    private let quarter = Timestamp(year: 2027, month: 1, day: 1)

    @Test func `B21 E-14 the three who may, each with his case, are told whose device a label names`()
        async throws
    {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        for session in [labels.engineer, labels.officer, labels.security] {
            let found = try await labels.vault.resolve(text, as: session)
            #expect(found.subject == labels.subject)
            #expect(found.record == labels.devices[0])
            #expect(found.className == "device" && found.kind == "device")
            #expect(found.until == quarter)
        }
        let second = try await labels.vault.resolve(try await labels.label(1), as: labels.engineer)
        #expect(second.record == labels.devices[1] && second.subject == labels.subject)
    }

    @Test func `EN-12 a label that a customer reads out in small letters and groups is found`() async throws {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        let said = " \(text.lowercased().prefix(13)) - \(text.dropFirst(13).replacing("0", with: "o")) "
        #expect(try await labels.vault.resolve(said, as: labels.officer).record == labels.devices[0])
    }

    @Test func `E-01 B21 who makes labels is not told what they stand for, nor is anybody without a case`()
        async throws
    {
        let labels = try await LabelHouse()
        let (text, house) = (try await labels.label(), labels.house)
        for (role, purpose) in [
            ("dispatcher", Purpose.serviceNotice), ("support_technician", .support), ("auditor", .audit),
            ("admin", .keyAdmin), ("billing_clerk", .billing), ("network_engineer", .fraud),
        ] {
            let session = house.session(role, purpose, case: "NET-1", reason: "dispute")
            #expect(await labels.refusal(text, session) == .roleDenied)
            #expect(await labels.refusal("nonsense", session) == .roleDenied)
        }
        #expect(await labels.refusal(text, house.session("network_engineer", .deviceOps)) == .noCase)
        #expect(
            await labels.refusal(text, house.session("privacy_officer", .subjectRights, case: "no case"))
                == .noCase)
        #expect(await labels.refusal(text, house.session("security", .fraud, case: "SEC-1")) == .noReason)
    }

    @Test func `E-15 what is no label, another vault's, or changed is one not_found in the same words`()
        async throws
    {
        let labels = try await LabelHouse()
        let stranger = try await LabelHouse(customer: "demo-en-08")
        let text = try await labels.label()
        var words: Set<String> = []
        var changed = Array(text)
        changed[0] = changed[0] == "0" ? "1" : "0"
        for wrong in [
            "", "nonsense", String(changed), try await stranger.label(), String(repeating: "0", count: 53),
            String(repeating: "Z", count: 100_000), "4B8VQFWVFE5V1PHV1H423QDA74~",
        ] {
            do {
                _ = try await labels.vault.resolve(wrong, as: labels.engineer)
                Issue.record("told")
            } catch {
                #expect(error.code == .notFound)
                words.insert(error.description)
            }
        }
        #expect(words.count == 1)
    }

    @Test func `E-12 every question is on the ledger, by reference, and no label is`() async throws {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        let rows = try await labels.house.rows {
            _ = try await labels.vault.resolve(text, as: labels.engineer)
            #expect(await labels.refusal("4B8VQFWVFE5V1PHV1H423QDA74~") == .notFound)
            #expect(await labels.refusal(text, labels.house.session("auditor", .audit)) == .roleDenied)
        }
        #expect(rows.count == 3)
        let all = rows.map { String(decoding: $0.canonical, as: UTF8.self) }
        for row in all {
            #expect(row.contains("\"resolve\""))
            #expect(!row.contains(text) && !row.contains("4B8VQFWVFE5V1PHV1H423QDA74"))
            #expect(!row.contains(labels.subject.description) && !row.contains(labels.devices[0].description))
        }
        #expect(all[0].contains("NET-17") && all[0].contains("device.id"))
        #expect(all[1].contains("\"not_found\""))
        #expect(all[2].contains("\"role_denied\""))
        let page = try await labels.vault.history(of: labels.subject, as: labels.officer)
        #expect(page.rows.contains { $0.action == .resolve })
    }

    @Test func `E-12 hit and miss alike use up the hour's probes, and then nothing is told`() async throws {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        func left() -> Int? {
            labels.vault.roles(labels.engineer).first { $0.role.description == "network_engineer" }?
                .probesLeft
        }
        // Finding the customer was one, looking at a notice another; what its scan compares is nobody's guess.
        #expect(left() == 58)
        _ = try await labels.vault.resolve(text, as: labels.engineer)
        #expect(left() == 57)
        for number in 0..<57 { #expect(await labels.refusal("wrong \(number)") == .notFound) }
        #expect(left() == 0)
        #expect(await labels.refusal(text) == .throttled)
        labels.house.clock.advance(seconds: 3700)
        #expect(await labels.refusal(text) == nil)
    }

    @Test func `E-13 a burst of labels that are not told opens one incident, with 72 hours to report it`()
        async throws
    {
        let labels = try await LabelHouse()
        let rows = try await labels.house.rows {
            for number in 0..<14 { _ = await labels.refusal("wrong \(number)") }
        }
        let incidents = rows.filter { $0["due"] != nil }
        #expect(incidents.count == 1)
        // One that goes on opens no second one, and neither do two at the same time.
        labels.house.clock.advance(seconds: 3000)
        let more = try await labels.house.rows { _ = await labels.refusal("wrong") }
        #expect(more.first?["noted"] == "resolve.burst" && more.first?["due"] == nil)
        let opened = try #require(incidents.first)
        #expect(opened["noted"] == "resolve.burst")
        let time = try #require(opened["time"]?.string.flatMap { Timestamp($0) })
        #expect(opened["due"]?.string == time.adding(seconds: 72 * 3600).description)
    }

    @Test func `E-13 the tenth label in an hour that is not told raises an alarm, also after a restart`()
        async throws
    {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        func noted(_ label: String, _ session: Session) async throws -> String? {
            let rows = try await labels.house.rows { _ = await labels.refusal(label, session) }
            return rows.first?["noted"]?.string
        }
        for number in 0..<8 { #expect(try await noted("wrong \(number)", labels.engineer) == nil) }
        _ = try await labels.vault.resolve(text, as: labels.engineer)
        // Denied counts as well as missed.
        #expect(try await noted(text, labels.house.session("auditor", .audit)) == nil)
        try await labels.close()
        try await labels.reopen()
        #expect(try await noted("wrong 9", labels.engineer) == "resolve.burst")
        #expect(try await noted(text, labels.engineer) == nil)
        #expect(try await noted("wrong 10", labels.engineer) == "resolve.burst")
        labels.house.clock.advance(seconds: 3700)
        #expect(try await noted("wrong 11", labels.engineer) == nil)
    }

    @Test func `EN-03 S3-34 a label is the same after a restart, and still stands for its device`()
        async throws
    {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        try await labels.close()
        try await labels.reopen()
        #expect(try await labels.label() == text)
        #expect(await labels.refusal(text) == nil)
    }

    @Test func `E-14 after an erasure a label stands for nothing, also when yesterday's data.db is put back`()
        async throws
    {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        try await labels.close()
        try await labels.issue("4K7XPW", until: try #require(quarter))
        let before = try labels.house.snapshot()
        try await labels.reopen()
        #expect(await labels.refusal(text) == nil)
        _ = try await labels.vault.erase(labels.subject, as: labels.officer)
        #expect(await labels.refusal(text) == .notFound)
        try await labels.close()
        #expect(try labels.house.sql("data.db", "SELECT count(*) FROM issued") == [["0"]])
        for names in [["data.db"], ["data.db", "scopes.db"]] {
            for name in names { try labels.house.putBack(name, from: before) }
            try await labels.reopen()
            #expect(await labels.refusal(text) == .notFound)
            try await labels.close()
        }
    }

    @Test func `a label of a record that was removed stands for nothing`() async throws {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        let view = try await labels.vault.show(
            labels.subject, as: labels.house.session("network_engineer", .deviceOps))
        let device = try #require(view.records.first { $0.record == labels.devices[0] })
        _ = try await labels.vault.remove(device.record, revision: device.revision, as: labels.officer)
        #expect(await labels.refusal(text) == .notFound)
    }

    @Test func `E-07 a label of a relationship stands for nothing once the service has ended`() async throws {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        #expect(await labels.refusal(text, labels.officer) == nil)
        let ended = SubjectNote.event(
            .serviceEnded, service: "default", record: nil, at: labels.house.clock.now(), until: nil)
        try await labels.vault.note(ended, about: labels.subject, as: labels.officer)
        #expect(await labels.refusal(text, labels.officer) == .notFound)
    }

    @Test func `EN-11 when a period is over its labels stand for nothing, and its key goes`() async throws {
        let labels = try await LabelHouse()
        let text = try await labels.label()
        try await labels.close()
        try await labels.issue("4B8VQFWVFE5V1PHV1H423QDA74~", until: try #require(quarter))
        let before = try labels.house.snapshot()
        try await labels.reopen()
        func keys() async throws -> [String] {
            try await labels.vault.keyInventory(as: labels.house.admin).map(\.use).filter {
                $0.hasPrefix("labels customer")
            }
        }
        let old = try await keys()
        #expect(old.count == 1)
        labels.house.clock.advance(seconds: 41 * 86_400)
        #expect(await labels.refusal(text) == .notFound)
        let next = try await labels.label()
        #expect(next != text)
        #expect(await labels.refusal(next) == nil)
        #expect(Set(try await keys()).isDisjoint(with: old))
        #expect(await labels.refusal(text) == .notFound)
        try await labels.close()
        #expect(try labels.house.sql("data.db", "SELECT count(*) FROM issued") == [["0"]])
        try labels.house.putBack("data.db", from: before)
        try await labels.reopen()
        #expect(await labels.refusal(text) == .notFound)
        #expect(await labels.refusal("4B8VQFWVFE5V1PHV1H423QDA74~") == .notFound)
    }
}
