import CofferModel
import Glibc

/// One append-only file, open for writing, or for reading what another wrote.
///
/// Never follows a symbolic link, is never inherited, and has mode 0600 from the start. Closes itself.
struct LogFile: ~Copyable {
    enum Mode { case create, append, read }

    private let descriptor: Int32

    init(_ path: String, _ mode: Mode) throws(FileFault) {
        let access: Int32 =
            switch mode {
            case .create: O_RDWR | O_APPEND | O_CREAT | O_EXCL
            case .append: O_RDWR | O_APPEND
            case .read: O_RDONLY
            }
        descriptor = unsafe open(path, access | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw FileFault(errno: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileFault(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .refused }
    }

    deinit {
        // A child being started holds a copy of the descriptor for a moment; closing alone would leave it the lock.
        unlock()
        _ = close(descriptor)
    }

    /// Holds the file for this process until it is closed.
    borrowing func lock() throws(FileFault) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw FileFault(errno: errno) }
    }

    /// Lets another process hold the file.
    borrowing func unlock() { _ = flock(descriptor, LOCK_UN) }

    var size: Int {
        get throws(FileFault) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { throw FileFault(errno: errno) }
            return Int(status.st_size)
        }
    }

    /// Appends all the bytes, or fails having appended some of them.
    borrowing func append(_ bytes: [UInt8]) throws(FileFault) {
        guard Descriptor.write(bytes, to: descriptor) else { throw FileFault(errno: errno) }
    }

    /// Returns when what was appended is on the disk.
    borrowing func sync() throws(FileFault) {
        guard fdatasync(descriptor) == 0 else { throw FileFault(errno: errno) }
    }

    /// Lets every user read the file.
    borrowing func allowReading() throws(FileFault) {
        guard fchmod(descriptor, 0o644) == 0 else { throw FileFault(errno: errno) }
    }

    /// Cuts the file to its first bytes and makes that durable.
    borrowing func cut(to size: Int) throws(FileFault) {
        guard ftruncate(descriptor, size) == 0, fsync(descriptor) == 0 else { throw FileFault(errno: errno) }
    }

    /// Reads up to `count` bytes at an offset; fewer only at the end.
    borrowing func read(at offset: Int, count: Int) throws(FileFault) -> [UInt8] {
        var fault: FileFault?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let read = unsafe pread(descriptor, rest.baseAddress, rest.count, offset + filled)
                if read < 0, errno == EINTR { continue }
                if read < 0 { fault = FileFault(errno: errno) }
                guard read > 0 else { return }
                filled += read
            }
        }
        if let fault { throw fault }
        return bytes
    }
}
