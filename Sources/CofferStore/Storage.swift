package import CofferModel

/// Where a vault keeps its rows: chosen by the program that links a driver, as `.sqlite`.
public struct Storage: Sendable {
    /// Opens both stores of a vault, or makes them.
    package let open:
        @Sendable (_ directory: String, _ vault: VaultID, _ create: Bool) throws(StoreError) -> OpenStores
    /// Keeps other processes out of a directory.
    package let hold: @Sendable (_ directory: String) throws(DirectoryTaken) -> DirectoryHold

    /// Names a driver's two functions.
    package init(
        open: @escaping @Sendable (String, VaultID, Bool) throws(StoreError) -> OpenStores,
        hold: @escaping @Sendable (String) throws(DirectoryTaken) -> DirectoryHold
    ) {
        self.open = open
        self.hold = hold
    }
}

/// The two stores of a vault.
package struct OpenStores: Sendable {
    /// Sealed rows.
    package let data: any DataStore
    /// Wrapped scope keys.
    package let scopes: any ScopeStore

    /// Takes both.
    package init(data: any DataStore, scopes: any ScopeStore) {
        self.data = data
        self.scopes = scopes
    }
}

/// A directory that no other process has open, for as long as this object lives.
///
/// The system frees it too when the process ends, however it ends.
package final class DirectoryHold: Sendable {
    private let lock: any AnyObject & Sendable

    /// Takes what frees the directory when it goes.
    package init(_ lock: any AnyObject & Sendable) { self.lock = lock }
}

/// Another process has the directory open, or the lock file cannot be used.
package struct DirectoryTaken: Error, Hashable, Sendable {
    /// The other process, if it has said who it is.
    package let pid: Int32?
    /// What it does; empty when nobody has it open and the lock file cannot be used.
    package let activity: String

    /// Names the other process.
    package init(pid: Int32?, activity: String) {
        self.pid = pid
        self.activity = activity
    }
}
