import Coffer
import CofferCrypto
import CofferModel

/// What every request is worked on with.
final class Desk: Sendable {
    let keeper: Keeper
    let limits: ServiceLimits
    let watch: Watch
    let buffers: BodyBuffers
    let connections: Connections
    let unknown: UnknownUsers
    let unlock: Unlock

    init(_ keeper: Keeper, _ limits: ServiceLimits, _ watch: Watch, _ unlock: @escaping Unlock)
        throws(VaultError)
    {
        self.keeper = keeper
        self.limits = limits
        self.watch = watch
        self.unlock = unlock
        connections = Connections(limits)
        unknown = UnknownUsers(limits)
        do throws(ArenaError) {
            buffers = try BodyBuffers(limits)
        } catch {
            throw VaultError(.unavailable, "locked memory is not to be had: see ulimit -l")
        }
    }

    /// Counts somebody who is not entered; his row in the ledger follows.
    func countUnknown(_ peer: Peer) {
        unknown.count(peer)
        watch.count(.unknownUsers)
    }

    /// Counts those who came while the vault was locked and are not entered.
    func sortKnocks() { watch.count(.unknownUsers, by: unknown.sort { keeper.isEntered($0) }) }
}
