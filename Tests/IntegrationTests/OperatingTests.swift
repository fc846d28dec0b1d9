import CofferTesting
import Foundation
import Testing

/// The units of docs/operating/systemd.
@Suite struct OperatingTests {
    private static let folder = Places.package + "/docs/operating/systemd"
    private static let hasSystemd = Tool.path("systemd-analyze") != nil

    @Test(.enabled(if: hasSystemd, "systemd is not here"))
    func `the service's unit leaves next to nothing open`() throws {
        let outcome = try Tool.run(
            "systemd-analyze",
            ["security", "--offline=true", "--no-pager", Self.folder + "/coffer.service"],
            environment: ["LC_ALL": "C.UTF-8"])
        let line = try #require(
            outcome.out.split(separator: "\n").last { $0.contains("Overall exposure level") })
        let words = line.split(separator: " ")
        let exposure = try #require(words.compactMap { Double($0) }.last)
        #expect(exposure <= 1.0, "\(line)")
    }

    @Test(.enabled(if: hasSystemd, "systemd is not here"))
    func `systemd reads both units without a word`() throws {
        let directory = try TemporaryDirectory()
        for unit in ["coffer.service", "coffer.socket"] {
            let text = try String(contentsOfFile: "\(Self.folder)/\(unit)", encoding: .utf8)
            // The program is where the build put it.
            try text.replacing("/usr/bin/coffer", with: Running.binary)
                .write(toFile: directory.file(unit), atomically: false, encoding: .utf8)
        }
        let units = ["coffer.service", "coffer.socket"].map { directory.file($0) }
        let outcome = try Tool.run(
            "systemd-analyze", ["verify", "--man=no", "--recursive-errors=no"] + units)
        #expect(outcome.status == 0)
        #expect(outcome.err == "" && outcome.out == "")
    }

    @Test(.enabled(if: Tool.path("systemd-sysusers") != nil, "systemd is not here"))
    func `the accounts are described as systemd wants it`() throws {
        let outcome = try Tool.run("systemd-sysusers", ["--dry-run", Self.folder + "/coffer.conf"])
        #expect(outcome.status == 0, "\(outcome.err)")
    }
}
