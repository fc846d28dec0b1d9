import CofferCrypto
import CofferFields
import CofferLedger
import CofferModel
import Glibc

/// What a check of one log with its public key alone found.
public struct LedgerCheck: Hashable, Sendable {
    /// The key it was checked with, as tools for signed notes write it: `name+id+base64`.
    public let key: String
    /// How many rows its newest sound checkpoint covers.
    public let rows: UInt64
    /// How many checkpoints it has.
    public let checkpoints: Int
    /// How many rows the anchor knows; nil when there is none, and a cut end would go unseen.
    public let anchored: UInt64?
    /// What is wrong, a line each; none when all is well.
    public let findings: [String]
}

extension Vault {
    /// Checks the ledger in a vault's directory without opening the vault: no custody, also while a service runs.
    ///
    /// The keys are those published beside the logs; the anchor shows if somebody exchanged both.
    ///
    /// - Parameters:
    ///   - directory: the vault's directory.
    ///   - anchor: the directory of the anchor; nil for the one that the keyring names.
    /// - Returns: one answer a log.
    /// - Throws: `not_found` when there is no ledger.
    public static func checkLedgers(
        of directory: String, anchor: String?
    ) throws(VaultError) -> [LedgerCheck] {
        let paths = Paths(directory)
        let anchor = anchor ?? namedAnchor(paths)
        var checks: [LedgerCheck] = []
        for name in logs(in: paths.ledger) {
            let log = LogDirectory(path: paths.ledger + "/" + name)
            let key = try published(log)
            checks.append(check(log, key, anchor.map { Self.anchor($0, key.name) }))
        }
        guard !checks.isEmpty else { throw VaultError(.notFound, "there is no ledger") }
        return checks
    }

    /// Checks one log, or a copy of it.
    ///
    /// - Parameters:
    ///   - directory: the log's files.
    ///   - text: its public key as text, from a source you trust; nil takes the one that lies beside the log.
    ///   - anchor: the file with the newest checkpoint kept elsewhere.
    /// - Returns: what was found.
    /// - Throws: `bad_value` for what is no key, `not_found` when there is no log.
    public static func checkLedger(
        log directory: String, key text: String?, anchor: String?
    ) throws(VaultError) -> LedgerCheck {
        let log = LogDirectory(path: directory)
        guard log.exists else { throw VaultError(.notFound, "there is no ledger") }
        let key: LogKey
        if let text {
            guard let given = LogKey(text) else { throw VaultError(.badValue, rule: "ledger.key") }
            key = given
        } else {
            key = try published(log)
        }
        return check(log, key, anchor.map { Anchor(path: $0) })
    }

    private static func check(_ log: LogDirectory, _ key: LogKey, _ anchor: Anchor?) -> LedgerCheck {
        let report = LedgerVerifier.verify(log, key: key, anchor: anchor)
        return LedgerCheck(
            key: key.description, rows: report.size, checkpoints: report.checkpoints,
            anchored: report.anchoredSize, findings: report.findings.map(\.words))
    }

    private static func published(_ log: LogDirectory) throws(VaultError) -> LogKey {
        do {
            if let key = try log.publishedKey() { return key }
        } catch { throw vaultError(error) }
        throw VaultError(.integrity, "the key beside the log is none")
    }

    /// The anchor that the keyring names.
    ///
    /// Nobody's signature is checked here: a wrong name shows as a missing anchor.
    private static func namedAnchor(_ paths: Paths) -> String? {
        guard let bytes = try? DurableFile.read(paths.keyring, limit: Limits.keyringBytes),
            let json = try? JSON(reading: bytes, limit: Limits.keyringBytes)
        else { return nil }
        return json["configuration"]?["anchor"]?.string
    }

    /// The names of the logs' directories: five digits each.
    private static func logs(in directory: String) -> [String] {
        guard let stream = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.utf8.count == 5, name.utf8.allSatisfy({ 48...57 ~= $0 }) { names.append(name) }
        }
        return names.sorted()
    }
}
