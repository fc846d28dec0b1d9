package import CofferModel

/// Proof that the charter allowed a request: which cells, in which form, under which charter.
///
/// Only ``Charter/decide(_:_:)`` makes one, and it is used once: opening values consumes it.
package struct Grant: ~Copyable, Sendable {
    /// The request it answers.
    package let request: RequestID
    /// The vault it is good for.
    package let vault: VaultID
    /// The hash of the charter that allowed it.
    package let charter: Digest
    /// Who asked.
    package let actor: ActorID
    /// What is done with the values.
    package let action: Action
    /// As what he asked.
    package let role: RoleName
    /// For what.
    package let purpose: Purpose
    /// The notice it is for, if it is for one.
    package let notice: String?
    /// What was granted, in the order of the asks.
    package let cells: [Cell]

    init(
        _ request: borrowing Request, of charter: Digest, to actor: ActorID, cells: [Cell]
    ) {
        self.request = request.id
        vault = request.vault
        self.charter = charter
        self.actor = actor
        action = request.action
        role = request.role
        purpose = request.purpose
        notice = request.notice
        self.cells = cells
    }
}

/// One granted field, or one granted act.
package struct Cell: Hashable, Sendable {
    /// Which ask of the request it answers, from 0.
    package let ask: Int
    /// Whose value.
    package let subject: SubjectID?
    /// The record that holds it.
    package let record: RecordID?
    /// The field; nil for an act.
    package let path: FieldPath?
    /// The field's permanent numbers; nil for an act.
    package let number: FieldNumber?
    /// How the value is answered; nil for an act, a search and a write.
    package let form: Form?
    /// How it is cut, when it is masked.
    package let mask: MaskRule?
}
