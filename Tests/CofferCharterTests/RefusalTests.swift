import CofferCharter
import CofferModel
import Testing

@Suite struct RefusalTests {
    private func refusals(_ broken: Broken) -> [Refusal] {
        let isThere = [SmallCharter.base, SmallCharter.company, SmallCharter.overlay].contains {
            $0.contains(broken.old)
        }
        #expect(isThere)
        do {
            _ = try SmallCharter.load(replacing: broken.old, by: broken.new)
            return []
        } catch {
            return error.refusals
        }
    }

    private func expect(_ broken: Broken) {
        let found = refusals(broken)
        let meant = found.filter { $0.rule.name == broken.rule }
        #expect(!meant.isEmpty, "refused instead: \(found.map(\.description))")
        for refusal in meant {
            #expect(refusal.rule.row == broken.row)
            #expect(refusal.place.file.hasSuffix(".yaml"))
        }
    }

    @Test(arguments: Broken.yaml) func `plain YAML only`(broken: Broken) { expect(broken) }
    @Test(arguments: Broken.shape) func `every key and value is one the language has`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.fields) func `a field says all that protects it`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.retention) func `a retention code ends, alone in its scope`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.grants) func `a grant stays below its field's ceiling`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.notices) func `a notice carries and says only what it may`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.labels) func `a label keeps apart what it must`(broken: Broken) { expect(broken) }
    @Test(arguments: Broken.overrides)
    func `a company narrows a kind of base and words it anew, and no more (B03)`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.portals) func `links begin with an https host of a name (S0-34)`(broken: Broken) {
        expect(broken)
    }
    @Test(arguments: Broken.company) func `a company picks and tightens`(broken: Broken) { expect(broken) }

    @Test func `the small charter itself loads`() throws { _ = try SmallCharter.load() }

    @Test func `a file larger than a charter may be is refused unread (AS-14)`() {
        let bytes = [UInt8](repeating: 32, count: Limits.charterBytes + 1)
        #expect(throws: CharterInvalid.self) {
            try Charter.load(bytes, base: bytes, overlays: [:], file: "x.yaml", hash: .zero, previous: nil)
        }
    }

    @Test(arguments: [[0xFF, 0xFE], [0x61, 0x3A, 0x20, 0x00], []] as [[UInt8]])
    func `bytes that are no text, and no bytes at all, are refused`(bytes: [UInt8]) {
        #expect(throws: CharterInvalid.self) {
            try Charter.load(bytes, base: bytes, overlays: [:], file: "x.yaml", hash: .zero, previous: nil)
        }
    }

    @Test func `all refusals are told at once, with file, line, rule and row`() throws {
        let old = "version: 2\nextends: base"
        let new = "version: zwei\nextends: nothing"
        let found = refusals(Broken("", "", old, new))
        #expect(found.map(\.place.line) == [2, 3])
        let first = try #require(found.first)
        #expect(
            first.description
                == "small.yaml:2: value.kind (B01): version of the charter is a whole number in its range")
    }

    @Test func `no refusal repeats what stood in the file`() {
        let secret = "4111111111111111"
        let places = ["version: 2", "type: email", "retain: log", "purpose: fraud", "marketing.own: opt_in"]
        for place in places {
            let key = place.prefix { $0 != ":" }
            for refusal in refusals(Broken("", "", place, "\(key): \(secret)")) {
                #expect(!refusal.description.contains(secret))
            }
        }
    }

    @Test func `a rising version may not change what stored values depend on (EN-05, NI-06)`() throws {
        let now = try SmallCharter.load()
        let next = "version: 3\nextends"
        func rules(_ edits: (String, String)...) -> Set<String> {
            var company = SmallCharter.company.replacing("version: 2\nextends", with: next)
            var base = SmallCharter.base
            for (old, new) in edits {
                company = company.replacing(old, with: new)
                base = base.replacing(old, with: new)
            }
            do throws(CharterInvalid) {
                _ = try Charter.load(
                    Array(company.utf8), base: Array(base.utf8),
                    overlays: ["EU": Array(SmallCharter.overlay.utf8)],
                    file: "small.yaml", hash: .zero, previous: now)
                return []
            } catch { return Set(error.refusals.map(\.rule.name)) }
        }
        #expect(rules() == [])
        #expect(rules((next, "version: 2\nextends")) == ["version.order"])
        #expect(rules(("type: tax_number", "type: id_number")) == ["number.changed"])
        #expect(
            rules(("log: { number: 4", "logs: { number: 4"), ("retain: log", "retain: logs")) == [
                "number.changed"
            ])
        let moved = (
            "retain: service\n        scope: subject\n        category: A",
            "retain: account\n        scope: subject\n        category: A"
        )
        let code = (
            "log: { number",
            "account: { number: 9, destroy_when: { any: [account_deleted] } }\n  log: { number"
        )
        #expect(rules(moved, code) == ["generation.unchanged"])
    }

    @Test func `every rule of the language has a case here`() {
        let covered = Set(Broken.all.map(\.rule))
        let elsewhere: Set<String> = [
            "file.too_large", "number.changed", "generation.unchanged", "version.order",
        ]
        for rule in CharterRule.all where !elsewhere.contains(rule.name) {
            #expect(covered.contains(rule.name), "\(rule.name)")
        }
        for broken in Broken.all {
            #expect(CharterRule.all.contains { $0.name == broken.rule && $0.row == broken.row })
        }
    }
}
