import CofferModel
public import CofferStore

extension Storage {
    /// The embedded default: `data.db` and `scopes.db` in the vault's directory.
    ///
    /// - Parameter activity: what this process does, told to others who find the vault locked: 1...160 printable
    ///   ASCII characters.
    /// - Returns: the driver.
    public static func sqlite(activity: String) -> Storage {
        Storage { directory, vault, create throws(StoreError) in
            let (data, scopes) = (directory + "/data.db", directory + "/scopes.db")
            return create
                ? OpenStores(
                    data: try SQLiteData.create(data, vault: vault),
                    scopes: try SQLiteScopes.create(scopes, vault: vault))
                : OpenStores(
                    data: try SQLiteData.open(data, vault: vault),
                    scopes: try SQLiteScopes.open(scopes, vault: vault))
        } hold: { directory throws(DirectoryTaken) in
            do throws(DirectoryLock.Failure) {
                let lock = try DirectoryLock(directory: directory, activity: activity)
                return DirectoryHold(lock)
            } catch {
                switch error {
                case .held(by: let holder):
                    throw DirectoryTaken(pid: holder?.pid, activity: holder?.activity ?? "unknown")
                // Nobody holds it: the lock file itself cannot be opened or written.
                case .unavailable: throw DirectoryTaken(pid: nil, activity: "")
                }
            }
        }
    }
}
