import CofferIntake
import Foundation
import Testing

/// Every rule of an import's tables and folders is explained, and no other is.
@Suite struct RulePageTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func sources(_ folder: String) throws -> String {
        let path = root.appending(path: folder).path
        return try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: path + "/" + $0, encoding: .utf8) }.joined()
    }

    private static func names(in text: String, _ pattern: Regex<(Substring, Substring)>) -> Set<String> {
        Set(text.matches(of: pattern).map { String($0.1) })
    }

    @Test func `the page has every rule, and no other`() throws {
        let used = Self.names(
            in: try Self.sources("Sources/CofferIntake") + Self.sources("Sources/coffer"),
            /"(intake\.[a-z_]+)"/)
        let page = try String(
            contentsOf: Self.root.appending(path: "docs/reference/import-maps.md"), encoding: .utf8)
        let explained = Self.names(in: page, /`(intake\.[a-z_]+)`/)
        #expect(used.count > 20)
        #expect(used.subtracting(explained).sorted() == [], "not explained")
        #expect(explained.subtracting(used).sorted() == [], "explained only")
    }

    @Test func `the page has every limit`() throws {
        let page = try String(
            contentsOf: Self.root.appending(path: "docs/reference/limits.md"), encoding: .utf8)
        for words in ["one cell of a table | 64 KiB", "rows of one customer in one table | 4,096"] {
            #expect(page.contains(words), "\(words)")
        }
    }

    @Test func `the maps on the page hold`() throws {
        let page = try String(
            contentsOf: Self.root.appending(path: "docs/reference/import-maps.md"), encoding: .utf8)
        let maps = page.split(separator: "```").filter { $0.hasPrefix("yaml\nmap:") }
        #expect(maps.count == 2)
        for map in maps { _ = try IntakeMap.read(Array(map.dropFirst(5).utf8), file: "page.yaml") }
    }
}
