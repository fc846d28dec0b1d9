import CofferTesting
import Foundation
import Testing

/// What a newcomer pastes, as it stands on the page.
@Suite struct FirstNoticeTests {
    @Test func `the commands of the first notice do what the page says, one after the other`() async throws {
        try await apart {
            let text = try String(
                contentsOfFile: Places.package + "/docs/start/first-notice.md", encoding: .utf8)
            let parts = text.components(separatedBy: "```\n")
            let blocks = parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            let commands = blocks.filter { block in
                ["mkdir", "id=", "coffer ", "grep"].contains { block.hasPrefix($0) }
            }
            try #require(commands.count == 9)
            let home = try TemporaryDirectory()
            try FileManager.default.createDirectory(
                atPath: home.file("bin"), withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: home.file("bin/coffer"), withDestinationPath: Running.binary)
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            let done = try Tool.run(
                "bash", ["-e", "-c", commands.joined(separator: "\n")], in: Places.package,
                environment: [
                    "HOME": home.path, "XDG_STATE_HOME": home.file("state"),
                    "PATH": "\(home.file("bin")):\(path)", "LANG": "C.UTF-8",
                ])
            #expect(done.status == 0, "\(done.err)")
            let said = [
                "mail  spool  open", "\nverified\n", "Until: 1 December 2027, 12:00 (UTC)", "use        link",
            ]
            for words in said { #expect(done.out.contains(words), "\(words)") }
            let bodies = try FileManager.default.contentsOfDirectory(
                atPath: home.file("first-notice/bodies/new"))
            #expect(bodies.count == 3)
        }
    }
}
