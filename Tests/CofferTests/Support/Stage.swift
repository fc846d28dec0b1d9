import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Foundation

extension TestVault {
    /// Everything that lies on disk now: the vault, its custody and its anchors.
    func snapshot() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        try shell("cp", "-a", directory.path + "/.", copy.path)
        return copy
    }

    /// Puts yesterday's files, all or those of these names, in today's place; the vault must be closed.
    func restore(_ old: TemporaryDirectory, _ names: [String]? = nil) throws {
        guard let names else {
            for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
                try FileManager.default.removeItem(atPath: directory.file(name))
            }
            try shell("cp", "-a", old.path + "/.", directory.path)
            return
        }
        for name in names {
            try shell("rm", "-rf", directory.file(name))
            try shell("cp", "-a", old.file(name), directory.file(name))
        }
    }

    /// Puts yesterday's database, with what its log held, in the place of today's.
    func putBack(_ database: String, from old: TemporaryDirectory) throws {
        try shell(
            "sh", "-c", "rm -f '\(path)/\(database)'*; cp -a '\(old.path)/vault/\(database)'* '\(path)/'")
    }

    /// Opens what lies in the directory now.
    func reopen(
        _ custody: Custody = .root, _ storage: Storage = .sqlite(activity: "test")
    ) async throws(VaultError) -> Vault {
        try await Vault.open(path, custody: custody, storage: storage, time: clock, random: SystemRandom())
    }

    /// What `verify` names.
    func findings(_ vault: Vault, as session: Session? = nil) async throws -> [Verification.Finding] {
        try await vault.verify(as: session ?? admin) { _ in }.findings
    }

    /// Runs SQL on one of the closed vault's databases, as whoever can write to the storage may.
    @discardableResult
    func sql(_ file: String, _ statements: String) throws -> [[String]] {
        let text = try shell("sqlite3", "-separator", "|", "\(path)/\(file)", statements)
        return text.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map { String($0) }
        }
    }

    /// The vault's file as bytes.
    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }

    /// Overwrites one of the vault's files in place.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }
}

/// Runs a command and answers what it printed.
@discardableResult
func shell(_ command: String...) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    try process.start()
    let text = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Unexpected(what: command.joined(separator: " ")) }
    return String(decoding: text, as: UTF8.self)
}

/// What a test expects a refusal to be.
func code<Answer>(of body: () async throws -> Answer) async -> Code? {
    do {
        _ = try await body()
        return nil
    } catch let error as VaultError {
        return error.code
    } catch {
        return .unknown
    }
}
