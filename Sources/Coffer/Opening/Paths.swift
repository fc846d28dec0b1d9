/// Where the parts of a vault lie in its directory, and the parts of its custody beside it.
struct Paths: Hashable, Sendable {
    let directory: String

    init(_ directory: String) {
        self.directory = directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    }

    var keyring: String { directory + "/keyring" }
    var newKeyring: String { directory + "/keyring.new" }
    var custody: String { directory + "-custody" }
    var rootKey: String { custody + "/root.key" }
    var custodyRecord: String { custody + "/custody.json" }
    var ledger: String { directory + "/ledger" }
}
