/// What is sealed; part of every sealing context, so that one kind never opens as another.
package enum SealedKind: UInt16, Hashable, Sendable, CaseIterable {
    /// A field's value.
    case value = 1
    /// A scope key under its scope kind's key.
    case scopeKey = 2
    /// A key of the keyring under the wrapping key.
    case keyringKey = 3
    /// A piece of a backup.
    case backupChunk = 4
    /// What decisions read about a subject.
    case facts = 5
    /// A field's finest masked form.
    case masked = 6
    /// Another row: request, disclosure, outbox.
    case row = 7
    /// The record that an issued label stands for.
    case label = 8
}
