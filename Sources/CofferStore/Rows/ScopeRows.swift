package import CofferModel

/// What a scope key protects, as numbers (crypto.md §2, kind 2).
package struct ScopeAddress: Hashable, Sendable, Comparable {
    /// The retention code's number; 0 is the subject's reference key, 65,535 a hold.
    package let kind: UInt16
    /// The UTC day of a scope that lives by time, else 0.
    package let day: UInt32
    /// The subject, or 0.
    package let owner: UInt128
    /// The record, a class number for a scope that lives by time, or 0.
    package let record: UInt128

    /// Takes the four numbers.
    package init(kind: UInt16, day: UInt32, owner: UInt128, record: UInt128) {
        self.kind = kind
        self.day = day
        self.owner = owner
        self.record = record
    }

    /// By owner, then by kind, day and record.
    package static func < (one: ScopeAddress, other: ScopeAddress) -> Bool {
        (one.owner, one.kind, one.day, one.record) < (other.owner, other.kind, other.day, other.record)
    }
}

/// A scope key, wrapped by the key of its kind and epoch.
package struct WrappedScope: Hashable, Sendable {
    /// What it protects.
    package let address: ScopeAddress
    /// The erasure epoch of the wrapping key.
    package let epoch: UInt16
    /// A sealed value of kind 2: 80 bytes.
    package let sealed: [UInt8]

    /// Takes the columns.
    package init(address: ScopeAddress, epoch: UInt16, sealed: [UInt8]) {
        self.address = address
        self.epoch = epoch
        self.sealed = sealed
    }
}

/// Says that an erasure has begun and is not finished: its keys are gone, its rows may not be.
package struct EraseMark: Hashable, Sendable {
    /// Whose data are erased.
    package let owner: SubjectID
    /// The record, or nil for all of the subject's.
    package let record: RecordID?
    /// The scope kind, or nil for all.
    package let kind: UInt16?
    /// The ledger row that announced the erasure.
    package let intent: IntentPosition

    /// Takes the columns.
    package init(owner: SubjectID, record: RecordID?, kind: UInt16?, intent: IntentPosition) {
        self.owner = owner
        self.record = record
        self.kind = kind
        self.intent = intent
    }
}
