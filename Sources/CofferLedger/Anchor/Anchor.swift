import CofferModel
import Glibc

/// A file outside the vault's directory that holds the newest checkpoint of one log (docs/security/anchor.md).
package struct Anchor: Hashable, Sendable {
    /// The file.
    package let path: String

    /// Names the file; its directory is made when it is first written.
    package init(path: String) { self.path = path }

    /// `$XDG_STATE_HOME/coffer/anchors/<vault>/<log>`, under `~/.local/state` when that is not set.
    ///
    /// - Parameters:
    ///   - name: the log.
    ///   - environment: the process's environment variables.
    /// - Returns: nil when neither variable holds an absolute path.
    package static func standard(for name: LogName, environment: [String: String]) -> Anchor? {
        func absolute(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        guard let state = absolute("XDG_STATE_HOME") ?? absolute("HOME").map({ $0 + "/.local/state" }) else {
            return nil
        }
        return Anchor(path: "\(state)/coffer/anchors/\(name.vault)/\(name.digits)")
    }

    /// The checkpoint it holds, or nil when there is no file.
    ///
    /// - Throws: ``AnchorFault/foreign`` when what it holds was not signed by the log's key.
    package func checkpoint(by key: LogKey) throws(AnchorFault) -> Checkpoint? {
        let note: [UInt8]
        do throws(FileFault) {
            let file = try LogFile(path, .read)
            note = try file.read(at: 0, count: Checkpoint.mostBytes)
        } catch {
            if error == .missing { return nil }
            throw .file(error)
        }
        guard let checkpoint = Checkpoint(verifying: note, by: key) else { throw .foreign }
        return checkpoint
    }

    /// Replaces what it holds, whole or not at all.
    func replace(with note: [UInt8]) throws(FileFault) {
        let directory = Directory.parent(of: path)
        try Directory.make(directory, mode: 0o755)
        let fresh = path + ".new"
        guard unsafe unlink(fresh) == 0 || errno == ENOENT else { throw FileFault(errno: errno) }
        try write(note, to: fresh)
        guard unsafe rename(fresh, path) == 0 else { throw FileFault(errno: errno) }
        try Directory.sync(directory)
    }

    private func write(_ note: [UInt8], to path: String) throws(FileFault) {
        let file = try LogFile(path, .create)
        try file.append(note)
        try file.sync()
        // Whoever checks the vault from outside may read it; it holds no secret.
        try file.allowReading()
    }
}

/// Why an anchor cannot be relied on.
package enum AnchorFault: Error, Hashable, Sendable {
    /// The file cannot be read.
    case file(FileFault)
    /// It holds something that the log's key did not sign.
    case foreign
}
