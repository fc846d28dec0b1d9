import Coffer
import CofferStore
import CofferTesting
import Synchronization

/// Files as they lay at each moment of one act.
private final class Moments: Sendable {
    private let taken = Mutex<[(Moment, TemporaryDirectory)]>([])

    func take(_ moment: Moment, of house: TestVault) throws(StoreError) {
        do {
            let copy = try house.snapshot()
            taken.withLock { $0.append((moment, copy)) }
        } catch { throw .unavailable(.other) }
    }

    var all: [(Moment, TemporaryDirectory)] { taken.withLock { $0 } }
}

extension TestVault {
    /// Does one act, and answers the files of its moments.
    ///
    /// The house is closed before and after.
    func moments(
        _ act: (Vault) async throws -> Void
    ) async throws -> [(Moment, TemporaryDirectory)] {
        let moments = Moments()
        let watched = Storage.watched { moment throws(StoreError) in try moments.take(moment, of: self) }
        let vault = try await reopen(.root, watched)
        try await act(vault)
        try await vault.close()
        return moments.all
    }
}
