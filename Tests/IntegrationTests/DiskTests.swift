import CofferModel
import CofferTesting
import Foundation
import Testing

/// What happens on a disk that is full or cannot be written; needs the right to mount.
@Suite(.enabled(if: SmallDisk.isPossible, "mounting a small file system is not allowed here"))
struct DiskTests {
    @Test func `on a full disk nothing is half in, and after making room everything works`() throws {
        let house = try House()
        let disk = try SmallDisk(megabytes: 3, at: house.path + "/disk")
        let vault = ["--vault", "disk/acme"]
        try house.must(house.coffer("init", "disk/acme", "--charter", "network-admin"))
        try house.write(Customer.lines(320), to: "many.jsonl")
        let full = try house.coffer(["import", "many.jsonl", "--json"] + vault)
        // Whether the store took the last batch may be unknown then; that the vault stopped is not.
        #expect([5, 6].contains(full.status))
        #expect(full.json?["stopped"] == true)
        #expect(full.err.hasPrefix("{\"code\":"))
        for value in Customer.values(1) { #expect(!full.err.contains(value)) }
        try disk.remount("size=64m")
        let rest = try house.coffer(["import", "many.jsonl", "--json"] + vault)
        #expect(rest.status == 0, "\(rest.err)")
        #expect((rest.json?["added"]?.integer ?? 0) + (rest.json?["unchanged"]?.integer ?? 0) == 320)
        #expect(try house.coffer(["verify"] + vault).status == 0)
    }

    @Test func `on a disk that cannot be written nothing is answered, and the ledger can still be checked`()
        throws
    {
        let house = try House()
        let disk = try SmallDisk(megabytes: 32, at: house.path + "/disk")
        try house.must(house.coffer("init", "disk/acme", "--charter", "network-admin"))
        try disk.remount("ro")
        let refused = try house.coffer("verify", "--vault", "disk/acme")
        #expect(refused.status == 5)
        #expect(refused.err == "coffer: unavailable: the vault's directory cannot be written\n")
        #expect(try house.coffer("ledger", "verify", "--vault", "disk/acme").status == 0)
    }
}

/// A file system in memory, as small as a test wants it.
final class SmallDisk {
    private let path: String

    static let isPossible: Bool = {
        guard geteuid() == 0, let directory = try? TemporaryDirectory(),
            let disk = try? SmallDisk(megabytes: 1, at: directory.path + "/try")
        else { return false }
        return withExtendedLifetime(disk) { true }
    }()

    init(megabytes: Int, at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", path)
    }

    deinit { try? Self.run("umount", "-l", path) }

    func remount(_ options: String) throws { try Self.run("mount", "-o", "remount,\(options)", path) }

    private static func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.start()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CannotMount() }
    }

    struct CannotMount: Error {}
}
