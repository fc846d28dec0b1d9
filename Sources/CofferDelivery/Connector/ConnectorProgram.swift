import CofferModel
import Glibc

/// A program of this host that is handed values on a descriptor, and that nobody but us and root could have put there.
package struct ConnectorProgram: Hashable, Sendable {
    let path: String
    let arguments: [String]

    /// Takes both.
    ///
    /// - Parameters:
    ///   - path: an absolute path; no shell looks at it.
    ///   - arguments: what it gets each time; no data of anybody.
    /// - Throws: `connector.program` for a relative path, a NUL, or too many arguments or too long ones.
    init(path: String, arguments: [String]) throws(BadValue) {
        guard path.hasPrefix("/"), arguments.count <= DeliveryLimits.commandArguments,
            ([path] + arguments).allSatisfy({ $0.utf8.count <= 4096 && !$0.utf8.contains(0) })
        else { throw BadValue("connector.program") }
        self.path = path
        self.arguments = arguments
    }

    /// Whether the file may be trusted with values: a program that runs as we do, and that nobody but us and root could
    /// write or put something else in the place of, at a path without symbolic links.
    package var isTrusted: Bool {
        guard Self.real(path) == path, Self.isSafe(path, S_IFREG, S_ISUID | S_ISGID),
            unsafe access(path, X_OK) == 0
        else { return false }
        var above = path[...]
        while let slash = above.lastIndex(of: "/") {
            above = above[..<slash]
            guard Self.isSafe(above.isEmpty ? "/" : String(above), S_IFDIR, 0) else { return false }
        }
        return true
    }

    /// Where others may write a directory, they may not rename what is ours in it if it is sticky, as /tmp.
    private static func isSafe(_ path: String, _ kind: mode_t, _ refused: mode_t) -> Bool {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == kind,
            status.st_uid == 0 || status.st_uid == geteuid(), status.st_mode & refused == 0
        else { return false }
        let isSticky = kind == S_IFDIR && status.st_mode & S_ISVTX != 0
        return status.st_mode & 0o022 == 0 || isSticky
    }

    private static func real(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(validatingCString: real)
    }
}
