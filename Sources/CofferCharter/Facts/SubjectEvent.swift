package import CofferModel

/// Something that happened to a subject, a service of his or one record; moves retention and state.
package struct SubjectEvent: Hashable, Sendable {
    package typealias Name = EventName

    /// What happened.
    package var name: Name
    /// To which service; nil counts for every service opened by then.
    package var service: String?
    /// To which record; nil counts for every record made by then.
    package var record: RecordID?
    /// When.
    package var at: Timestamp
    /// The date it sets, for `warranty_set` and `validity_set`.
    package var until: Timestamp?
    /// When the vault heard of it, where that was later than ``at``; nil: at once.
    package var noted: Timestamp?

    /// Takes what happened and when.
    package init(name: Name, service: String?, record: RecordID?, at: Timestamp, until: Timestamp?) {
        self.name = name
        self.service = service
        self.record = record
        self.at = at
        self.until = until
    }
}

extension SubjectEvent {
    /// When the vault knew of it.
    var known: Timestamp { noted ?? at }

    /// Whether both say the same happened; who says it a second time says nothing new.
    func isSame(as other: SubjectEvent) -> Bool {
        var other = other
        other.noted = noted
        return self == other
    }
}

extension SubjectFacts {
    /// The facts without what the vault heard of later than at some time.
    func known(at time: Timestamp) -> SubjectFacts {
        var facts = self
        facts.events.removeAll { $0.known > time }
        return facts
    }
}
