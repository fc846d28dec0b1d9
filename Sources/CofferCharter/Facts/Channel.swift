package import CofferModel

/// An address the subject agreed to, by the field that holds it; the address itself is elsewhere, sealed.
package struct Channel: Hashable, Sendable {
    package typealias State = ChannelState
    package typealias Topic = ChannelTopic

    /// The record that holds the address.
    package var record: RecordID
    /// The field that holds it.
    package var path: FieldPath
    /// The field's revision that was agreed to: another address needs another agreement.
    package var revision: UInt64
    /// What may be sent there; some where it is agreed or suspended, else none.
    package var topics: Set<Topic>
    /// How far the agreement is.
    package var state: State
    /// Until when it is suspended; nil until it is resumed.
    package var until: Timestamp?

    /// Takes what was agreed.
    package init(record: RecordID, path: FieldPath, revision: UInt64, topics: Set<Topic>, state: State) {
        self.record = record
        self.path = path
        self.revision = revision
        self.topics = topics
        self.state = state
    }

    /// An address that may become a channel.
    package init(proposing field: ChannelField, revision: UInt64) {
        self.init(record: field.record, path: field.path, revision: revision, topics: [], state: .proposed)
    }

    /// The field that holds the address.
    package var field: ChannelField { ChannelField(record: record, path: path) }

    /// How far the agreement is at a time: a suspension ends by itself on its day.
    package func state(at now: Timestamp) -> State {
        if state == .suspended, let until, until <= now { return .agreed }
        return state
    }
}
