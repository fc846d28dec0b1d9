import CofferModel
import Foundation
import Testing

/// Every rule that refuses a certificate or key is explained on the page about types.
@Suite struct RulePageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    private static func names(in text: some StringProtocol) -> Set<String> {
        let pattern = /[`"]((?:certificate|certificate_chain|private_key|pkcs12|ssh_key)\.[a-z_]+)[`"]/
        return Set(String(text).matches(of: pattern).map { String($0.1) })
    }

    private static func sources() throws -> Set<String> {
        var found: Set<String> = []
        for folder in [
            "Sources/CofferCrypto/Certificates", "Sources/CofferCrypto/Certificates/Bundles",
            "Sources/CofferCrypto/SSH", "Sources/CofferForms/Certificates",
        ] {
            let folder = root.appending(path: folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                guard name.hasSuffix(".swift") else { continue }
                found.formUnion(
                    names(in: try String(contentsOf: folder.appending(path: name), encoding: .utf8)))
            }
        }
        return found
    }

    @Test func `every rule of certificates and keys is on the page, and the page has no other`() throws {
        let page = try String(
            contentsOf: Self.root.appending(path: "docs/reference/types.md"), encoding: .utf8)
        let cells = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "|").first }.joined()
        let (used, explained) = (try Self.sources(), Self.names(in: cells))
        #expect(used.contains("private_key.curve"))
        #expect(used.subtracting(explained).sorted() == [], "not explained")
        #expect(explained.subtracting(used).sorted() == [], "explained only")
    }
}
