import CofferCharter
import CofferFields
import CofferModel
import CofferStore
import Testing

/// Where labels are the same, and where they have nothing in common (requirements B20, E-07, E-09, EN-07, EN-11).
@Suite struct LabelTests {
    private static func kind(_ mode: String, _ scope: String, _ period: String = "quarter") -> String {
        "{ of: device, mode: \(mode), scope: \(scope), period: \(period) }"
    }

    private static let scopes = ["transaction", "document", "relationship", "recipient"]

    private func other(_ bits: UInt128) -> LabelReader {
        .channel(RecordID(bits: bits), FieldNumber(ofClass: 2, field: 20), revision: 1)
    }

    @Test(arguments: scopes)
    func `E-07 a label is equal inside its scope and in nothing else`(scope: String) async throws {
        let bench = try LabelBench(Self.kind("mac", scope))
        let text = try await bench.text()
        #expect(try await bench.text() == text)
        #expect(text.count == 27)
        let message = try await bench.text { $0.message = [9] }
        let document = try await bench.text { $0.document = bench.devices[1] }
        let service = try await bench.text { $0.services = [bench.devices[0]: "radio"] }
        let recipient = try await bench.text { $0.reader = other(31) }
        let otherField = try await bench.text {
            $0.reader = .channel(RecordID(bits: 30), FieldNumber(ofClass: 2, field: 21), revision: 1)
        }
        #expect((message == text) == (scope != "transaction"))
        #expect((document == text) == (scope != "document"))
        #expect((service == text) == (scope != "relationship"))
        #expect(recipient != text && otherField != text && recipient != otherField)
        #expect(try await bench.text(1) != text)
    }

    @Test func `E-09 one device at a customer, a supplier and an affiliate: three unrelated labels`()
        async throws
    {
        let bench = try LabelBench(Self.kind("mac", "relationship"))
        var texts: [String] = []
        for recipient: UInt128 in [1, 2, 3] {
            texts.append(try await bench.text { $0.reader = other(recipient) })
        }
        #expect(Set(texts).count == 3)
        // Of 26 characters two labels of nothing in common share about one place in 32.
        for (one, two) in [(0, 1), (0, 2), (1, 2)] {
            #expect(zip(texts[one], texts[two]).count(where: ==) < 10)
        }
    }

    @Test(arguments: LabelPeriod.allCases)
    func `EN-11 a label is another one in the next period, and has its end`(period: LabelPeriod) async throws
    {
        let bench = try LabelBench(Self.kind("mac", "recipient", period.rawValue))
        let later = LabelBench.now.adding(seconds: 120 * 86_400)
        let (now, then) = (try await bench.text(), try await bench.text { $0.now = later })
        #expect(now != then)
        let row = try #require(try await bench.label().issued.first)
        #expect(row.expires > LabelBench.now)
        #expect(row.expires == LabelPeriod.end(of: period.number(at: LabelBench.now)))
    }

    @Test func `EN-11 days, months and quarters that begin together have keys of their own`() async throws {
        let uses = LabelPeriod.allCases.map { $0.number(at: LabelBench.now) }
        #expect(Set(uses).count == 3)
        #expect(Set(uses.map { $0 >> 24 }).count == 3)
    }

    @Test func `a label of staff depends on no recipient, service or message, and is none of a customer's`()
        async throws
    {
        // A kind of staff's is not loaded in a notice to customers, so what it is made of is held against theirs.
        let bench = try LabelBench(Self.kind("mac", "recipient"))
        let rule = try #require(bench.charter.labels["device_staff"])
        #expect(
            rule.key(at: LabelBench.now)
                == .audience(.staff, period: LabelPeriod.quarter.number(at: LabelBench.now)))
        let shown = try #require(bench.charter.labels["device"])
        #expect(shown.key(at: LabelBench.now) != rule.key(at: LabelBench.now))
    }

    @Test func `E-15 two vaults never agree, whatever else is the same`() async throws {
        for mode in ["mac", "siv"] {
            let one = try LabelBench(Self.kind(mode, "recipient"))
            let two = try LabelBench(Self.kind(mode, "recipient"))
            #expect(try await one.text() != (try await two.text()))
        }
    }

    @Test func `S2-14 a service has labels of its own form`() async throws {
        let bench = try LabelBench(
            "{ of: device, mode: mac, scope: relationship, period: quarter, services: { radio: { prefix: \"SW-\", alphabet: ABCDEFGHIJKLMNOPQRSTUVWXYZ234567, check: false } } }"
        )
        #expect(try await bench.text().count == 27)
        let radio = try await bench.text { $0.services = [bench.devices[0]: "radio"] }
        #expect(radio.wholeMatch(of: /SW-[A-Z2-7]{26}/) != nil)
    }

    @Test func `S2-15 a notice without a setting for its labels carries none`() async throws {
        let bench = try LabelBench(Self.kind("table", "recipient"))
        // The table was not asked: nothing is made up that the table does not know.
        await #expect(throws: LabelBench.Broken.self) { try await bench.text() }
    }

    // The table's rows.

    @Test func `a label's row tells what it stands for, to the vault alone, and is the same at every issue`()
        async throws
    {
        let bench = try LabelBench(Self.kind("mac", "relationship"))
        let (text, issued) = try await bench.label()
        let row = try #require(issued.first)
        #expect(issued.count == 1)
        #expect(row.token == (try bench.fields.issuedToken(text)))
        let meaning = try #require(try bench.fields.label(row))
        #expect(meaning.kind == "device" && meaning.service == "default")
        #expect(meaning.subject == bench.subject && meaning.record == bench.devices[0])
        let again = try #require(try await bench.label().issued.first)
        #expect(again.token == row.token && again.target == row.target && again.owner == row.owner)
        let second = try #require(try await bench.label(1).issued.first)
        #expect(second.token != row.token && second.target != row.target && second.owner == row.owner)
    }

    @Test func `EN-03 a short label is the table's: the one it has is used again in its scope`() async throws
    {
        let bench = try LabelBench(Self.kind("table", "relationship"))
        let store = MemoryData()
        var setting = bench.setting()
        let (target, format) = try #require(try bench.targets(0, setting).first)
        #expect(format == .short)
        setting.table = [target: bench.fields.randomLabel(format)]
        let (text, issued) = try await bench.label(0, setting)
        let row = try #require(issued.first)
        #expect(row.target == target && text.count == 9)
        try await store.commit([.issue(row)])
        let found = try #require(try await store.issued(targets: [target])[target])
        #expect(try bench.fields.tableLabel(found) == text)
        var elsewhere = setting
        elsewhere.services = [bench.devices[0]: "radio"]
        #expect(try bench.targets(0, elsewhere).keys.first != target)
        #expect(try bench.targets(1, setting).keys.first != target)
    }

    @Test func `EN-01 a short label that is taken does not become another device's: the store refuses it`()
        async throws
    {
        let bench = try LabelBench(Self.kind("table", "relationship"))
        let store = MemoryData()
        var setting = bench.setting()
        let text = bench.fields.randomLabel(.short)
        for device in [0, 1] {
            let target = try #require(try bench.targets(device, setting).keys.first)
            setting.table[target] = text
        }
        let first = try #require(try await bench.label(0, setting).issued.first)
        let second = try #require(try await bench.label(1, setting).issued.first)
        #expect(first.token == second.token)
        try await store.commit([.issue(first)])
        await #expect(throws: StoreError.conflict) { try await store.commit([.issue(second)]) }
    }

    // Networks.

    private static let network =
        "{ of: device.mgmt_address, mode: ip_prefix, scope: recipient, period: quarter }"

    @Test(arguments: [
        (["192.0.2.1", "192.0.2.255"], true), (["192.0.2.1", "192.0.3.1"], false),
        (["2001:db8:1:2::1", "2001:db8:1:ffff::9"], true), (["2001:db8:1::1", "2001:db8:2::1"], false),
        (["::ffff:192.0.2.1", "192.0.2.9"], true),
    ])
    func `EN-09 addresses of one network have one label, and those of two have two`(
        addresses: [String], same: Bool
    ) async throws {
        let bench = try LabelBench(Self.network, addresses: addresses)
        let (one, two) = (try await bench.text(0), try await bench.text(1))
        #expect((one == two) == same)
        #expect(try await bench.text { $0.reader = other(31) } != one)
        let row = try #require(try await bench.label(0).issued.first)
        #expect(try bench.fields.label(row)?.record == nil)
        #expect(try bench.fields.label(row)?.subject == bench.subject)
    }

    @Test func `EN-09 a coarser network joins more addresses; a host known by name has none`() async throws {
        let wide =
            "{ of: device.mgmt_address, mode: ip_prefix, scope: recipient, period: quarter, network: { ipv4: 16 } }"
        let bench = try LabelBench(wide, addresses: ["192.0.2.1", "192.0.77.1"])
        #expect(try await bench.text(0) == (try await bench.text(1)))
        let named = try LabelBench(Self.network, addresses: ["edge.net.example", "192.0.2.1"])
        await #expect(throws: LabelBench.Broken.self) { try await named.text(0) }
    }

    @Test func `two customers of one network have two labels of it`() async throws {
        let bench = try LabelBench(Self.network)
        let neighbour = try LabelBench(Self.network, subject: 8)
        #expect(try await bench.text() != (try await neighbour.text()))
    }

    // Read again without a table.

    @Test func `EN-06 a reversible label is read again without any row, in its setting alone`() async throws {
        let bench = try LabelBench(Self.kind("siv", "relationship"))
        let (text, issued) = try await bench.label()
        #expect(issued.isEmpty && text.count == 53)
        let typed = " \(text.lowercased().prefix(20))-\(text.dropFirst(20)) "
        let named = try #require(bench.fields.named(in: typed, bench.charter, at: LabelBench.now).first)
        #expect(named.record == bench.devices[0])
        let setting = bench.setting()
        let meaning = bench.fields.meaning(of: named, bench.open.keys, bench.charter, [setting])
        #expect(meaning?.record == bench.devices[0] && meaning?.service == "default")
        var elsewhere = setting
        elsewhere.reader = other(31)
        #expect(bench.fields.meaning(of: named, bench.open.keys, bench.charter, [elsewhere]) == nil)
        let all = bench.fields.meaning(of: named, bench.open.keys, bench.charter, [elsewhere, setting])
        #expect(all == meaning)
    }

    @Test func `EN-06 under another key, or with one character changed, a reversible label names nothing`()
        async throws
    {
        let bench = try LabelBench(Self.kind("siv", "relationship"))
        let stranger = try LabelBench(Self.kind("siv", "relationship"))
        let text = try await bench.text()
        for (vault, typed) in [(stranger, text), (bench, changed(text))] {
            for named in vault.fields.named(in: typed, vault.charter, at: LabelBench.now) {
                #expect(!vault.devices.contains(named.record) || typed != text)
                let meaning = vault.fields.meaning(
                    of: named, vault.open.keys, vault.charter, [vault.setting()])
                #expect(meaning == nil)
            }
        }
        let later = LabelPeriod.end(of: LabelPeriod.quarter.number(at: LabelBench.now))
        let named = bench.fields.named(in: text, bench.charter, at: try #require(later))
        #expect(named.allSatisfy { $0.record != bench.devices[0] })
    }

    /// Another character at the first place, the check made true again.
    private func changed(_ text: String) -> String {
        var bytes = LabelFormat.reversible.bytes(of: text, count: 32) ?? []
        bytes[3] ^= 1
        return LabelFormat.reversible.text(bytes)
    }
}
