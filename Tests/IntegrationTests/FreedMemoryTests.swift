import CofferTesting
import Foundation
import Testing

/// What is given back to the allocator holds nothing any more (docs/security/memory.md).
@Suite struct FreedMemoryTests {
    private static let isBuildable = Tool.path("clang") != nil

    /// Builds the probe, with the allocator that wipes or without it.
    private func probe(wiping: Bool, in directory: TemporaryDirectory) throws -> String {
        let binary = directory.file(wiping ? "wiping" : "plain")
        let sources = [Places.package + "/Tests/IntegrationTests/Scripts/freed.c"]
        let wipe = Places.package + "/Sources/CWipe"
        let built = try Tool.run(
            "clang",
            ["-O2", "-fno-builtin", "-I\(wipe)/include", "-o", binary] + sources
                + (wiping ? [wipe + "/wipe.c"] : []))
        guard built.status == 0 else { throw Failed(outcome: built) }
        return binary
    }

    @Test(.enabled(if: isBuildable, "clang is not here"))
    func `freed blocks of every size are wiped, and what is moved is kept`() throws {
        let directory = try TemporaryDirectory()
        let plain = try probe(wiping: false, in: directory)
        // The control: what the C library does by itself, and with its own switch, which a thread's cache passes by.
        #expect(try !Tool.run(plain, []).out.hasPrefix("0 "))
        #expect(try !Tool.run(plain, ["perturb"]).out.hasPrefix("0 "))
        #expect(try Tool.run(try probe(wiping: true, in: directory), []).out == "0 kept\n")
    }

    @Test(.enabled(if: Tool.path("nm") != nil, "nm is not here"))
    func `the program offers its free to every library it loads`() throws {
        let symbols = try Tool.run("nm", ["-D", "--defined-only", Running.binary]).out
            .split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
        #expect(Set(symbols).isSuperset(of: ["free", "realloc", "reallocarray"]))
    }
}
