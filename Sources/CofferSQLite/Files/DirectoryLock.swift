import Glibc

/// Keeps a second process, or a second vault in this one, out of a directory.
///
/// The kernel holds the lock with the open file, so that a killed process leaves none behind.
package final class DirectoryLock: Sendable {
    /// Who holds a lock.
    package struct Holder: Hashable, Sendable {
        /// The process.
        package let pid: Int32
        /// What it does, as `coffer serve`.
        package let activity: String
    }

    /// Why a directory could not be locked.
    package enum Failure: Error, Hashable, Sendable {
        /// Another holds it; nil when it has not said who it is.
        case held(by: Holder?)
        /// The lock file cannot be opened or written; the number is the operating system's.
        case unavailable(Int32)
    }

    private static let contentBytes = 256
    private let descriptor: Int32

    /// Locks a directory until this object goes.
    ///
    /// - Parameters:
    ///   - directory: the vault's directory, which must exist.
    ///   - activity: what this process does, to tell others: 1...160 printable ASCII characters.
    /// - Throws: who holds it, or that the lock file cannot be used.
    package init(directory: String, activity: String) throws(Failure) {
        precondition(Self.isSayable(activity), "an activity has 1...160 printable ASCII characters")
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(directory + "/lock", flags, 0o600)
        guard descriptor >= 0 else { throw .unavailable(errno) }
        do throws(Failure) {
            try Self.lock(descriptor)
            try Self.write("\(getpid()) \(activity)\n", to: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    // Let go before closing: a child that is just being started may hold a copy of the descriptor.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func lock(_ descriptor: Int32) throws(Failure) {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw .unavailable(errno) }
            throw .held(by: holder(descriptor))
        }
    }

    private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
        let bytes = Array(text.utf8)
        guard ftruncate(descriptor, 0) == 0 else { throw .unavailable(errno) }
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == bytes.count else { throw .unavailable(errno) }
    }

    private static func holder(_ descriptor: Int32) -> Holder? {
        var bytes = [UInt8](repeating: 0, count: contentBytes)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
        }
        guard count > 0, bytes[count - 1] == UInt8(ascii: "\n"),
            let space = bytes.firstIndex(of: UInt8(ascii: " ")),
            let pid = Int32(String(decoding: bytes[..<space], as: UTF8.self))
        else { return nil }
        let activity = String(decoding: bytes[(space + 1)..<(count - 1)], as: UTF8.self)
        return isSayable(activity) ? Holder(pid: pid, activity: activity) : nil
    }

    private static func isSayable(_ text: String) -> Bool {
        1...160 ~= text.utf8.count && text.utf8.allSatisfy { 32...126 ~= $0 }
    }
}
