import CofferStore
import Glibc

/// A file that only its owner may read, made and checked before SQLite sees its path.
///
/// Descriptors opened here are closed before SQLite opens the file: closing any descriptor of a file drops
/// all POSIX locks this process holds on it, SQLite's among them.
enum PrivateFile {
    /// Makes an empty file with mode 0600.
    ///
    /// - Throws: ``StoreError/unavailable(_:)``; something of the name exists, or may not be made.
    static func create(_ path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .unavailable(.exists) : failure(errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else { throw failure(errno) }
        try syncDirectory(of: path)
    }

    /// Checks that a file is a regular one of this user that nobody else may read, and that it begins as an SQLite
    /// database of the application does.
    ///
    /// - Parameters:
    ///   - path: where the file is; its last part is not followed if it is a symbolic link.
    ///   - application: the application id that the header must carry.
    /// - Throws: ``StoreError/unavailable(_:)``, ``StoreError/corrupt`` or ``StoreError/foreign``.
    static func check(_ path: String, application: UInt32) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0, status.st_uid == geteuid()
        else {
            throw .unavailable(.access)
        }
        var header = [UInt8](repeating: 0, count: 100)
        let count = unsafe header.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, 100, 0) }
        guard count == 100, header.starts(with: Array("SQLite format 3".utf8) + [0]) else { throw .corrupt }
        let found = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard found == application else { throw .foreign }
    }

    /// Makes a new or removed name in a file's directory durable.
    ///
    /// - Throws: ``StoreError/unavailable(_:)``.
    static func syncDirectory(of path: String) throws(StoreError) {
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let directory = parent.isEmpty ? "." : parent.joined(separator: "/")
        try sync(directory.isEmpty ? "/" : directory, O_DIRECTORY)
    }

    /// Makes a write-ahead log's length durable and answers it; the log's descriptor carries no locks.
    ///
    /// - Throws: ``StoreError/unavailable(_:)``.
    static func syncedLength(ofLog path: String) throws(StoreError) -> Int {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return 0 }
            throw failure(errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fsync(descriptor) == 0 && fstat(descriptor, &status) == 0 else { throw failure(errno) }
        return Int(status.st_size)
    }

    private static func sync(_ path: String, _ flags: Int32) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | flags)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private static func failure(_ code: Int32) -> StoreError {
        switch code {
        case ENOENT: .unavailable(.missing)
        case EACCES, EPERM, ELOOP, EISDIR, EROFS, ENOTDIR: .unavailable(.access)
        case ENOSPC, EDQUOT: .full
        default: .unavailable(.disk)
        }
    }
}
