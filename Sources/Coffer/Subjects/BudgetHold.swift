import CofferCharter
import CofferModel
import Synchronization

/// A decision, and what it set aside of its actor's budget.
struct Held: ~Copyable {
    var decision: Decision
    let hold: BudgetHold
}

/// What one request on its way may spend; given back when the request lets go of it.
final class BudgetHold: Sendable {
    let number: UInt64?
    private let actor: ActorID?
    private let vault: Vault

    init(_ vault: Vault, actor: ActorID?, number: UInt64?) {
        self.vault = vault
        self.actor = actor
        self.number = number
    }

    deinit {
        guard let actor, let number else { return }
        vault.memory.withLock { $0.release(number, by: actor) }
    }
}
