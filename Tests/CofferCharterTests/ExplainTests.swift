import CofferCharter
import CofferModel
import Foundation
import Testing

@Suite struct ExplainTests {
    let asking: Asking
    init() throws { asking = try Asking(try SmallCharter.load(), as: "clerk") }

    private func line(_ place: Place?) -> Substring? {
        guard let place, place.line > 0 else { return nil }
        let text = place.file == "base.yaml" ? SmallCharter.base : SmallCharter.company
        return text.split(separator: "\n", omittingEmptySubsequences: false)[place.line - 1]
    }

    @Test func `a granted ask passes eight steps, each with the line that decided`() throws {
        let steps = try #require(
            asking.charter.explain(asking.request([asking.asking("person.name")]), asking.world).first)
        #expect(steps.map(\.step) == Step.allCases)
        #expect(steps.allSatisfy { $0.code == nil })
        #expect(line(steps[1].place)?.contains("name:") == true)
        #expect(line(steps[4].place)?.contains("support: { basis: contract }") == true)
        #expect(line(steps[5].place)?.contains("purpose: support, form: masked") == true)
        #expect(line(steps[6].place)?.contains("budget:") == true)
    }

    @Test func `a denied ask ends at the step that denied, with its code and line`() throws {
        var asking = asking
        asking.caseID = "AB-1"
        let asks = [asking.asking("person.name", .clear)]
        let steps = try #require(asking.charter.explain(asking.request(asks), asking.world).first)
        #expect(steps.last?.code == .noReason)
        #expect(steps.last?.step == .grant)
        #expect(line(steps.last?.place)?.contains("needs: [case, reason]") == true)
    }

    @Test func `a charter is explained without a subject too`() throws {
        let path = try #require(FieldPath("device.address"))
        let ask = Ask(subject: nil, record: nil, path: path, form: .clear)
        let steps = try #require(asking.charter.explain(asking.request([ask]), asking.world).first)
        #expect(steps.last?.code == nil)
        let denied = asking.decide([ask]).code
        #expect(denied == .notFound)
    }
}

@Suite struct DocumentTests {
    @Test func `every rule of loading stands in the reference, with its row`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = String(
            decoding: try Data(contentsOf: root.appending(path: "docs/reference/charter.md")), as: UTF8.self)
        for rule in CharterRule.all { #expect(page.contains("| `\(rule.name)` | \(rule.row) |")) }
    }

    @Test func `every overlay that comes with Coffer loads, alone and with the others`() throws {
        let base = try #require(BuiltInCharters.source(named: "base"))
        let source = try #require(BuiltInCharters.source(named: "network-admin"))
        for names in [["RU"], ["KZ"], ["CA"], ["EU", "RU", "KZ", "CA"]] {
            let text = String(decoding: source, as: UTF8.self).replacing(
                "overlays: [EU]", with: "overlays: [\(names.joined(separator: ", "))]")
            let charter = try Charter.load(
                Array(text.utf8), base: base, overlays: BuiltInCharters.overlays, file: "x.yaml", hash: .zero,
                previous: nil)
            #expect(charter.overlays.map(\.name) == names)
        }
        #expect(BuiltInCharters.source(named: "nothing") == nil)
    }

    @Test func `a charter with a byte changed anywhere loads or is refused, and never stops the process`() {
        var random = Seeded(state: 4)
        let company = Array(SmallCharter.company.utf8)
        var refused = 0
        for _ in 0..<300 {
            var bytes = company
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = Array("[]{}:,-\"' \n#9aZ".utf8).randomElement(using: &random) ?? 0
            }
            do throws(CharterInvalid) {
                _ = try Charter.load(
                    bytes, base: Array(SmallCharter.base.utf8),
                    overlays: ["EU": Array(SmallCharter.overlay.utf8)],
                    file: "x.yaml", hash: .zero, previous: nil)
            } catch {
                #expect(!error.refusals.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 100, "seed 4")
    }
}
