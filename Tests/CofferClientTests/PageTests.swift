import Foundation
import Testing

@Suite struct PageTests {
    @Test func `the examples on the client's page are those that compile here`() throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let page = here.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/start/client.md")
        let code = plain(
            try String(contentsOf: here.appending(path: "PageExample.swift"), encoding: .utf8))
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n")
            .dropFirst().compactMap { $0.components(separatedBy: "```\n").first }
        let examples = blocks.filter { !$0.hasPrefix(".package") }
        #expect(examples.count == 4)
        for example in examples { #expect(code.contains(plain(example))) }
    }

    /// Without indents.
    private func plain(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }
}
