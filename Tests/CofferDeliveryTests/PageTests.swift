import CofferDelivery
import CofferModel
import Foundation
import Testing

/// What the page about sending mail tells people to write is what is read.
struct PageTests {
    private static func blocks() throws -> [JSON] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../docs/operating/delivery.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        return try text.components(separatedBy: "```json\n").dropFirst().map { part in
            let block = part.components(separatedBy: "```")[0]
            return try JSON(reading: Array(block.utf8))
        }
    }

    @Test func `the whole example is read, and says what is usual`() throws {
        let example = try #require(try Self.blocks().first)
        let settings = try DeliverySettings(json: example)
        #expect(settings.json == example)
        var short = try #require(example.object)
        short["rates"] = nil
        short["times"] = nil
        #expect(try DeliverySettings(json: .object(short)) == settings)
    }

    @Test func `the register of the page fits into the document`() throws {
        let blocks = try Self.blocks()
        let register = try #require(blocks.first { $0["recipients"] != nil && $0["from"] == nil })
        var whole = try #require(blocks.first?.object)
        whole["recipients"] = register["recipients"]
        #expect(try DeliverySettings(json: .object(whole)).recipients.count == 2)
    }

    @Test func `the other ways for mail fit in its place`() throws {
        let blocks = try Self.blocks().filter { $0["recipients"] == nil }
        #expect(blocks.count == 3)
        var whole = try #require(blocks.first?.object)
        for (way, kind) in zip(blocks.dropFirst(), ["command", "spool"]) {
            whole["mail"] = way
            #expect(try DeliverySettings(json: .object(whole)).mail.kind == kind)
        }
    }
}
