import CofferModel
import Glibc

/// A small file with a secret, as a password: read where it lies, lent, and wiped.
package enum PrivateFile {
    /// Lends what a file holds, without the newline at its end; what was read is wiped before the call returns.
    ///
    /// - Parameters:
    ///   - path: the file, a regular one of mode 0600 or less, ours, in a directory that nobody but its owner (we, or
    ///     root) may write. What the service manager laid under `/run/credentials/` may be root's, opened to us by an
    ///     access list, which shows as a right of the group.
    ///   - limit: the most bytes it may have.
    ///   - body: uses the bytes, which must not outlive the call.
    /// - Returns: what `body` returns.
    /// - Throws: ``CustodyError/missing``, ``CustodyError/exposed``, or ``CustodyError/file(_:)``; `limit` for one that
    ///   is larger.
    package static func lend<Value>(
        _ path: String, limit: Int, _ body: (UnsafeRawBufferPointer) -> Value
    ) throws(CustodyError) -> Value {
        let file = try open(path)
        defer { close(file) }
        let isCredential = path.hasPrefix("/run/credentials/")
        try checkReach(file, path, isCredential: isCredential, directory: 0o022)
        // One byte more than there may be; never grown, so that no copy stays behind.
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        defer { bytes.wipe() }
        var count = Descriptor.fill(&bytes, from: file)
        guard count >= 0 else { throw .file(.init(call: "read", number: errno)) }
        guard count <= limit else { throw .file(.init(call: "limit", number: 0)) }
        if count > 0, bytes[count - 1] == 10 { count -= 1 }
        if count > 0, bytes[count - 1] == 13 { count -= 1 }
        return unsafe bytes.withUnsafeBytes { unsafe body(.init(rebasing: $0[..<count])) }
    }

    /// Opens a file, but no symbolic link; not blocking, because a pipe of that name must not hang us.
    static func open(_ path: String) throws(CustodyError) -> Int32 {
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file < 0 else { return file }
        throw errno == ENOENT
            ? .missing : errno == ELOOP ? .exposed : .file(.init(call: "open", number: errno))
    }

    /// Refuses a file that anybody else may read, or whose directory gives others a right that it may not.
    ///
    /// - Parameters:
    ///   - file: the open file.
    ///   - path: where it was opened.
    ///   - isCredential: whether the service manager put it there.
    ///   - directory: the rights that its directory may give to nobody but the owner.
    /// - Throws: ``CustodyError/exposed``.
    static func checkReach(
        _ file: Int32, _ path: String, isCredential: Bool, directory: mode_t
    ) throws(CustodyError) {
        let others: mode_t = isCredential ? 0o037 : 0o077
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid() || (isCredential && status.st_uid == 0), status.st_mode & others == 0
        else { throw .exposed }
        let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard unsafe stat(parent, &status) == 0, status.st_uid == geteuid() || status.st_uid == 0,
            status.st_mode & directory == 0
        else { throw .exposed }
    }
}
