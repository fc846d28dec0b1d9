import CofferTesting
import Foundation
import Testing

/// What the folders show is what is built.
@Suite struct LayoutTests {
    @Test(arguments: ["Sources", "Tests"])
    func `every folder is a target, so that no test is forgotten`(_ folder: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        #expect(names.count > 5)
        for name in names where !name.hasPrefix(".") {
            #expect(package.contains("\"\(name)\""), "\(name)")
        }
    }
}
