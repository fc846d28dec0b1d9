import Glibc

/// Why the operating system refused a file.
package enum FileFault: String, Error, Hashable, Sendable {
    /// No room left on the disk, in the quota, or below the process's limit.
    case full
    /// Mounted or marked read-only.
    case readOnly = "read_only"
    /// There is none.
    case missing
    /// There is one already.
    case exists
    /// Another process writes it.
    case locked
    /// Not permitted, not a regular file, or a symbolic link.
    case refused
    /// The disk failed.
    case failed

    init(errno code: Int32) {
        self =
            switch code {
            case ENOSPC, EDQUOT, EFBIG: .full
            case EROFS: .readOnly
            case ENOENT: .missing
            case EEXIST: .exists
            case EWOULDBLOCK: .locked
            case EACCES, EPERM, ELOOP, EISDIR, ENOTDIR: .refused
            default: .failed
            }
    }
}
