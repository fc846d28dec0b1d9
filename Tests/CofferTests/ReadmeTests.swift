import Coffer
import Foundation
import Testing

@Suite struct ReadmeTests {
    @Test func `the example in the README is the one that compiles here, and it runs`() async throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let readme = here.deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let code = try String(contentsOf: here.appending(path: "ReadmeExample.swift"), encoding: .utf8)
        #expect(text.contains("```swift\n" + code + "```\n"))

        let house = try await TestVault()
        _ = try await house.addCustomer()
        try await house.vault.close()
        try await printInvoices(of: Customers.email(1), in: house.path)
    }
}
