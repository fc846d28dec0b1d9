package import CofferModel

/// Two folders that messages are laid into: bodies in one, addresses in the other.
package struct SpoolSettings: Hashable, Sendable {
    let bodies: String
    let envelopes: String

    /// Takes two folders; each exists, is the service's own and has mode 0700.
    ///
    /// - Parameters:
    ///   - bodies: an absolute path.
    ///   - envelopes: another, best on another disk and in no backup.
    /// - Throws: `delivery.spool` for relative paths, or one folder for both.
    package init(bodies: String, envelopes: String) throws(BadValue) {
        guard bodies.hasPrefix("/"), envelopes.hasPrefix("/"), bodies != envelopes,
            [bodies, envelopes].allSatisfy({ $0.utf8.count <= 4096 && !$0.utf8.contains(0) })
        else { throw BadValue("delivery.spool") }
        self.bodies = bodies
        self.envelopes = envelopes
    }
}
