import CofferModel
import Glibc

/// Small files that are there whole or not at all, even after a power cut.
package enum DurableFile {
    /// What the operating system refused; carries its number, never a path.
    package struct Failure: Error, Hashable, Sendable {
        /// The system call that failed.
        package let call: String
        /// Its `errno`; 0 for a file that broke a limit of ours.
        package let number: Int32
    }

    /// Reads a regular file, not following a symbolic link at its end.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - limit: the most bytes it may have.
    /// - Returns: its bytes, or nil when there is no such file.
    /// - Throws: when it cannot be read or is larger than the limit.
    package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
        // Not blocking: a pipe of that name must not hang us.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw Failure(call: "open", number: errno) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(call: "regular", number: 0)
        }
        guard status.st_size <= limit else { throw Failure(call: "limit", number: 0) }
        // One byte more than it has: a file that grew meanwhile shows.
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        let count = Descriptor.fill(&bytes, from: file)
        guard count >= 0 else { throw Failure(call: "read", number: errno) }
        guard count < bytes.count else { throw Failure(call: "changed", number: 0) }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Writes a new file with mode 0600 and makes it and its name durable; an old file of that name is replaced.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - path: where.
    /// - Throws: when any of it failed; the old file, if any, is then still whole.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let part = path + ".part"
        unsafe unlink(part)
        let file = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure(call: "open", number: errno) }
        defer { close(file) }
        guard Descriptor.write(bytes, to: file) else { throw Failure(call: "write", number: errno) }
        guard fsync(file) == 0 else { throw Failure(call: "fsync", number: errno) }
        try rename(part, to: path)
    }

    /// Renames a file, replacing what bears the new name, and makes the change durable.
    ///
    /// - Parameters:
    ///   - old: the file.
    ///   - new: its new name, in the same directory.
    /// - Throws: when it failed.
    package static func rename(_ old: String, to new: String) throws(Failure) {
        guard unsafe Glibc.rename(old, new) == 0 else { throw Failure(call: "rename", number: errno) }
        try syncDirectory(of: new)
    }

    /// Removes a file, if it is there, and makes that durable.
    ///
    /// - Parameter path: the file.
    /// - Throws: when it failed.
    package static func remove(_ path: String) throws(Failure) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw Failure(call: "unlink", number: errno)
        }
        try syncDirectory(of: path)
    }

    /// Refuses a directory that is a symbolic link, or that users outside its owner and group can reach.
    ///
    /// - Parameter path: the directory.
    /// - Throws: ``CustodyError/missing`` or ``CustodyError/exposed``.
    package static func checkReach(ofDirectory path: String) throws(CustodyError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw .missing }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_mode & 0o007 == 0 else { throw .exposed }
    }

    /// Makes a directory with mode 0700; it must not exist.
    ///
    /// - Parameter path: where.
    /// - Throws: when it exists or cannot be made.
    package static func makeDirectory(_ path: String) throws(Failure) {
        guard unsafe mkdir(path, 0o700) == 0 else { throw Failure(call: "mkdir", number: errno) }
        try syncDirectory(of: path)
    }

    private static func syncDirectory(of path: String) throws(Failure) {
        let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let directory = unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Failure(call: "open", number: errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Failure(call: "fsync", number: errno) }
    }
}
