import Glibc

/// Where the files of one log are: `ledger/<log>` in the vault's directory, or a copy of that anywhere.
package struct LogDirectory: Hashable, Sendable {
    /// The directory that holds the log's files.
    package let path: String

    /// Names a log's directory, as a copy for an auditor has it.
    package init(path: String) { self.path = path }

    /// Names the directory of a log within a vault's directory.
    package init(vault directory: String, name: LogName) { path = "\(directory)/ledger/\(name.digits)" }

    /// Whether there is a log.
    package var exists: Bool { unsafe access(rows, F_OK) == 0 }

    /// The key that `key.pub` says, for those who have no better source.
    ///
    /// Whoever can change the log can change this file: trust a key that came another way.
    ///
    /// - Throws: ``LedgerError/file(_:)``.
    /// - Returns: nil when the file holds no key.
    package func publishedKey() throws(LedgerError) -> LogKey? {
        let bytes = try LedgerError.onFile { () throws(FileFault) in
            let file = try LogFile(key, .read)
            return try file.read(at: 0, count: Checkpoint.mostBytes)
        }
        guard bytes.last == 10 else { return nil }
        return LogKey(String(decoding: bytes.dropLast(), as: UTF8.self))
    }

    /// How many rows the log's last checkpoint covers.
    ///
    /// - Parameter key: whose signature it must have.
    /// - Returns: its size.
    /// - Throws: ``LedgerError/damaged(_:)`` or ``LedgerError/file(_:)``.
    package func signedSize(by key: LogKey) throws(LedgerError) -> UInt64 {
        try CheckpointTail(of: self, by: key).last.size
    }

    var rows: String { "\(path)/rows.jsonl" }
    var checkpoints: String { "\(path)/checkpoints" }
    var leaves: String { "\(path)/leaves" }
    var key: String { "\(path)/key.pub" }
}
