import Glibc

/// Directories of files that must survive a power cut.
enum Directory {
    /// Makes a directory and those above it; those that exist are left as they are.
    static func make(_ path: String, mode: mode_t) throws(FileFault) {
        guard unsafe mkdir(path, mode) != 0 else { return try sync(parent(of: path)) }
        let code = errno
        if code == ENOENT, path.contains("/") {
            try make(parent(of: path), mode: mode)
            guard unsafe mkdir(path, mode) == 0 else { throw FileFault(errno: errno) }
            try sync(parent(of: path))
        } else if code != EEXIST {
            throw FileFault(errno: code)
        }
    }

    /// Makes the names in a directory durable.
    static func sync(_ path: String) throws(FileFault) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(errno: errno) }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault(errno: errno) }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
