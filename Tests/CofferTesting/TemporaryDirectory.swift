package import Foundation

/// A directory of mode 0700 that goes with this object.
package final class TemporaryDirectory: Sendable {
    /// Where it is.
    package let path: String

    /// Makes a directory of a new name.
    ///
    /// - Throws: when the system makes none.
    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "coffer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// The bytes of every file in it.
    ///
    /// - Throws: when one cannot be read.
    package func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: file(name)))
        }
        return contents
    }
}
