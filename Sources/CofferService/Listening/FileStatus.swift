import Glibc

/// What the system says of a name, without following it.
struct FileStatus {
    let isSocket: Bool
    let mode: mode_t
    let inode: UInt64
    let device: UInt64

    init?(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
        mode = status.st_mode & 0o7777
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
    }
}
