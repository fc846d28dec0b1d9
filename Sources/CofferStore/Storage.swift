package import CofferModel

/// Where a vault keeps its rows: chosen by the program that links a driver, as `.sqlite`.
public struct Storage: Sendable {
    /// Opens both stores of a vault, or makes them.
    package let open:
        @Sendable (_ directory: String, _ vault: VaultID, _ create: Bool) async throws(StoreError) -> OpenStores
    /// Keeps other processes out of a directory.
    package let hold: @Sendable (_ directory: String) throws(StoreError) -> DirectoryHold

    /// Names a driver's two functions.
    package init(
        open: @escaping @Sendable (String, VaultID, Bool) async throws(StoreError) -> OpenStores,
        hold: @escaping @Sendable (String) throws(StoreError) -> DirectoryHold
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

/// A directory that no other process has open; freed when released, or by the system when the process ends.
package final class DirectoryHold: Sendable {
    private let free: @Sendable () -> Void

    /// Takes what frees the directory.
    package init(release: @escaping @Sendable () -> Void) { free = release }

    /// Lets the next process in.
    package func release() { free() }

    deinit { free() }
}
