package import CofferModel

/// One log of one vault: a vault has one for each process that writes.
package struct LogName: Hashable, Sendable, CustomStringConvertible {
    /// The vault.
    package let vault: VaultID
    /// The log's number.
    package let log: UInt16

    /// Names a log.
    package init(vault: VaultID, log: UInt16) {
        self.vault = vault
        self.log = log
    }

    /// The log's number as five digits, as its directory is called.
    package var digits: String {
        let digits = String(log)
        return String(repeating: "0", count: 5 - digits.count) + digits
    }

    /// `coffer/<vault>/<log>`: the origin line of its checkpoints, and the name of its key.
    package var description: String { "coffer/\(vault)/\(digits)" }

    /// Reads what ``description`` writes, and nothing else.
    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let vault = VaultID(String(parts[1])), let log = UInt16(parts[2]) else {
            return nil
        }
        self.init(vault: vault, log: log)
        guard self.description == description else { return nil }
    }
}
