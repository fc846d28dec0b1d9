package import CofferModel

/// A label or a one-time token that has left in a notice, so that it can be told again what it stands for.
///
/// Who holds the store alone learns neither the label nor what it stands for, nor whose it is.
package struct IssuedRow: Hashable, Sendable {
    /// What it is looked up by, keyed; 16 bytes.
    package let token: [UInt8]
    /// What it stands for within its scope, keyed, so that a second issue finds the first; 16 bytes.
    package let target: [UInt8]
    /// Whose it is, keyed, so that an erasure finds it; 16 bytes.
    package let owner: [UInt8]
    /// Its end.
    package let expires: Timestamp
    /// A sealed value of kind 8.
    package let sealed: [UInt8]

    /// Takes the columns; tokens of any length but 16 bytes are a bug.
    package init(token: [UInt8], target: [UInt8], owner: [UInt8], expires: Timestamp, sealed: [UInt8]) {
        precondition([token, target, owner].allSatisfy { $0.count == 16 }, "a token has 16 bytes")
        self.token = token
        self.target = target
        self.owner = owner
        self.expires = expires
        self.sealed = sealed
    }
}
