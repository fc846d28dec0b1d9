import ArgumentParser
import Coffer
import CofferClient
import CofferCrypto
import CofferFields
import CofferModel
import Glibc

/// `coffer lock`: a service stops answering and forgets its keys.
struct LockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Make a service stop answering and wipe its keys, until coffer unlock.",
        discussion: "An administrator's. What was accepted is finished first.")

    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let service = CofferClient(socket: try vault.path())
        try await service.as(role: .admin, purpose: .keyAdmin).lock()
        output.print(["state": "locked"]) { "Locked.\n" }
    }
}

/// `coffer unlock`: brings a locked service the root key.
struct UnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Bring a locked service its root key.",
        discussion: """
            The key file has 56 bytes and goes through the socket, not onto the service's disk. It is read from \
            --key, or else from standard input, so that it can come from another host.
            """)

    @Option(help: ArgumentHelp("The root key file; else standard input.", valueName: "file"))
    var key: String?

    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let path = try vault.path()
        guard FilePaths.isClosedToOthers(FilePaths.parent(of: path)) else {
            throw VaultError(
                .usage, "others may make a socket in this directory; the root key is not sent there")
        }
        var bytes = try key.map { (path) throws(VaultError) in try RootKey.file(path) } ?? RootKey.given()
        defer { bytes.wipe() }
        try await CofferClient(socket: path).unlock(key: &bytes)
        output.print(["state": "open"]) { "Open.\n" }
    }
}

/// The bytes of a root key file, for as long as it takes to send them.
private enum RootKey {
    private static let bytes = 56

    /// Reads a file that only its owner can reach.
    static func file(_ path: String) throws(VaultError) -> [UInt8] {
        do throws(CustodyError) {
            let file = try KeyFile.read(path, kind: .root, in: try VerbArena.make())
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Self.bytes)
            bytes += KeyFile.head(.root, of: file.vault)
            unsafe file.key.withBytes { unsafe bytes.append(contentsOf: $0) }
            return bytes
        } catch { throw error.asVaultError }
    }

    /// Reads standard input.
    static func given() throws(VaultError) -> [UInt8] {
        guard isatty(STDIN_FILENO) == 0 else {
            throw VaultError(.usage, "name the root key file with --key, or give it on standard input")
        }
        var bytes = [UInt8](repeating: 0, count: Self.bytes + 1)
        guard Descriptor.fill(&bytes, from: STDIN_FILENO) == Self.bytes else {
            bytes.wipe()
            throw VaultError(.usage, "a root key file has 56 bytes")
        }
        bytes.removeLast()
        return bytes
    }
}
