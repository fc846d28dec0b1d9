package import CofferModel
import Synchronization

/// A scope store in memory: for simulation and tests, with the semantics of the durable drivers.
package final class MemoryScopes: ScopeStore {
    private struct State {
        var scopes: [ScopeAddress: WrappedScope] = [:]
        var marks: Set<EraseMark> = []
        var isClosed = false
    }

    /// The whole content of a store at one moment.
    package struct Snapshot: Sendable {
        fileprivate let scopes: [ScopeAddress: WrappedScope]
        fileprivate let marks: Set<EraseMark>
    }

    private let state = Mutex(State())

    /// Starts empty.
    package init() {}

    /// The content now, as a backup would have it.
    package func snapshot() -> Snapshot {
        state.withLock { Snapshot(scopes: $0.scopes, marks: $0.marks) }
    }

    /// Puts an earlier content in the place of the present one, and opens the store if it was closed.
    package func restore(_ snapshot: Snapshot) {
        state.withLock { $0 = State(scopes: snapshot.scopes, marks: snapshot.marks) }
    }

    package func insert(_ scopes: [WrappedScope]) async throws(StoreError) {
        try using { state throws(StoreError) in
            let addresses = Set(scopes.map(\.address))
            guard addresses.count == scopes.count, addresses.allSatisfy({ state.scopes[$0] == nil }) else {
                throw .conflict
            }
            for scope in scopes { state.scopes[scope.address] = scope }
        }
    }

    package func rewrap(_ scopes: [WrappedScope]) async throws(StoreError) {
        try using { state throws(StoreError) in
            guard scopes.allSatisfy({ state.scopes[$0.address] != nil }) else { throw .conflict }
            for scope in scopes { state.scopes[scope.address] = scope }
        }
    }

    package func scopes(_ addresses: [ScopeAddress]) async throws(StoreError) -> [ScopeAddress: WrappedScope]
    {
        try using { state in
            addresses.reduce(into: [:]) { found, address in found[address] = state.scopes[address] }
        }
    }

    package func scopes(ownedBy subjects: [SubjectID]) async throws(StoreError) -> [WrappedScope] {
        let owners = Set(subjects.map(\.bits))
        return try using { state in
            state.scopes.values.filter { owners.contains($0.address.owner) }
                .sorted { $0.address < $1.address }
        }
    }

    package func destroy(_ addresses: [ScopeAddress], marks: [EraseMark]) async throws(StoreError) {
        try using { state in
            for address in addresses { state.scopes[address] = nil }
            state.marks.formUnion(marks)
        }
    }

    package func marks() async throws(StoreError) -> [EraseMark] {
        try using { state in state.marks.sorted { $0.intent < $1.intent } }
    }

    package func removeMarks(_ marks: [EraseMark]) async throws(StoreError) {
        try using { state in state.marks.subtract(marks) }
    }

    package func page(after address: ScopeAddress?, limit: Int) async throws(StoreError) -> [WrappedScope] {
        try using { state in
            Array(
                state.scopes.values
                    .filter { scope in address.map { scope.address > $0 } ?? true }
                    .sorted { $0.address < $1.address }.prefix(limit))
        }
    }

    package func close() async throws(StoreError) {
        state.withLock { $0.isClosed = true }
    }

    private func using<Answer: Sendable>(
        _ body: (inout State) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        try state.withLock { state throws(StoreError) in
            guard !state.isClosed else { throw .unavailable(.closed) }
            return try body(&state)
        }
    }
}
