import CofferCharter
import CofferModel
import Testing

@Suite struct LoadTests {
    @Test func `network-admin loads`() throws {
        let base = try #require(BuiltInCharters.source(named: "base"))
        let source = try #require(BuiltInCharters.source(named: "network-admin"))
        do {
            let charter = try Charter.load(
                source, base: base, overlays: BuiltInCharters.overlays, file: "network-admin.yaml",
                hash: .zero,
                previous: nil)
            #expect(charter.name == "network-admin")
        } catch {
            Issue.record("\(error)")
        }
    }
}
