import CofferModel
import CofferSQLite
import CofferStore
import Synchronization

/// The store of rows that a vault has open.
final class KeptData: Sendable {
    private let store = Mutex<(any DataStore)?>(nil)

    var data: (any DataStore)? { store.withLock { $0 } }

    func keep(_ data: any DataStore) { store.withLock { $0 = data } }
}

extension Storage {
    /// SQLite, with the store of rows at hand.
    static func sqlite(keeping kept: KeptData) -> Storage {
        let base = Storage.sqlite(activity: "test")
        return Storage { directory, vault, create throws(StoreError) in
            let stores = try base.open(directory, vault, create)
            kept.keep(stores.data)
            return stores
        } hold: { directory throws(DirectoryTaken) in
            try base.hold(directory)
        }
    }
}
