import CofferModel
import Glibc

/// A folder with `tmp` and `new` in it, as a maildir has: what is in `new` is whole.
final class SpoolFolder {
    private let tmp: Int32
    private let new: Int32

    /// Opens it and makes `tmp` and `new` in it; nil unless it is this user's own and closed to others.
    init?(_ path: String) {
        let folder = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        guard Self.isOwn(folder), let tmp = Self.part("tmp", of: folder) else { return nil }
        guard let new = Self.part("new", of: folder) else {
            close(tmp)
            return nil
        }
        self.tmp = tmp
        self.new = new
    }

    deinit {
        close(tmp)
        close(new)
    }

    func isSame(as other: SpoolFolder) -> Bool {
        guard let one = Self.status(new), let two = Self.status(other.new) else { return true }
        return one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// Writes a file of mode 0600, syncs it, gives it its place and syncs that; an older one is replaced.
    func lay(_ bytes: [UInt8], as name: String) -> Bool {
        // What a crash left of an earlier try.
        unsafe unlinkat(tmp, name, 0)
        let file = unsafe openat(tmp, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let isWritten = Descriptor.write(bytes, to: file) && fsync(file) == 0
        guard close(file) == 0, isWritten, unsafe renameat(tmp, name, new, name) == 0 else {
            unsafe unlinkat(tmp, name, 0)
            return false
        }
        return fsync(new) == 0
    }

    private static func part(_ name: String, of folder: Int32) -> Int32? {
        if unsafe mkdirat(folder, name, 0o700) == 0 { fsync(folder) }
        let part = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard part >= 0 else { return nil }
        guard isOwn(part) else {
            close(part)
            return nil
        }
        return part
    }

    private static func isOwn(_ folder: Int32) -> Bool {
        guard let status = status(folder) else { return false }
        return status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    }

    private static func status(_ file: Int32) -> stat? {
        var status = stat()
        return unsafe fstat(file, &status) == 0 ? status : nil
    }
}
