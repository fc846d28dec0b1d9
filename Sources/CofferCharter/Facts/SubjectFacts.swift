package import CofferModel

/// What decisions read about a subject: his standing, services, events, consents, restrictions, holds and
/// channels; never an address or another value (crypto.md §7).
package struct SubjectFacts: Hashable, Sendable {
    /// Whether the subject's data are to stay.
    package enum Standing: String, Hashable, Sendable, CaseIterable {
        /// His services say what may be done.
        case present
        /// A destroy order was given; only his own rights remain.
        case erasurePending = "erasure_pending"
        /// Nothing is left.
        case erased
    }

    /// Counts the changes of these facts, from 1.
    package var revision: UInt64
    /// The language he is written to in.
    package var language: String
    /// Where he lives, as `BG` or `US-CA`.
    package var jurisdiction: String?
    /// Through which door his data came in; a name that the charter's sources know.
    package var source: String
    /// Whether his data are to stay.
    package var standing: Standing
    /// A record planted to catch the curious: reading it answers as usual and raises an alarm.
    package var canary: Bool
    /// What he ordered.
    package var services: [ServiceFacts]
    /// What happened, in any order and any number of times.
    package var events: [SubjectEvent]
    /// What he allowed and what he objected to.
    package var consents: [ConsentFacts]
    /// What must only be stored for now.
    package var restrictions: [Restriction]
    /// What must not be destroyed for now.
    package var holds: [Hold]
    /// Where he agreed to be written to, at most one for a field; the first are tried first.
    package var channels: [Channel]
    /// Orders of a build that kept them here: nothing is charged for them, and their numbers are taken.
    package let formerOrders: [JSON]
    /// His certificates that ended before their time.
    package var revocations: [RevocationFacts]
    /// Records of devices that are not his own; every other record counts as the customer's.
    package var providerOwned: Set<RecordID>

    /// A new subject: revision 1, present, with nothing that happened yet.
    package init(language: String, jurisdiction: String?, source: String) {
        self.init(language: language, jurisdiction: jurisdiction, source: source, formerOrders: [])
    }

    init(language: String, jurisdiction: String?, source: String, formerOrders: [JSON]) {
        revision = 1
        self.language = language
        self.jurisdiction = jurisdiction
        self.source = source
        standing = .present
        canary = false
        services = []
        events = []
        consents = []
        restrictions = []
        holds = []
        channels = []
        self.formerOrders = formerOrders
        revocations = []
        providerOwned = []
    }
}

/// One service the subject ordered: the thing that retention runs on.
package struct ServiceFacts: Hashable, Sendable {
    /// The service's name within the subject: `default`, or a name of the company's.
    package var name: String
    /// When it was ordered.
    package var opened: Timestamp

    /// Takes a name of lower-case letters, digits and underscores.
    package init(name: String, opened: Timestamp) {
        self.name = name
        self.opened = opened
    }
}

extension SubjectFacts {
    /// Whether a build that kept orders among the facts had one of this number.
    package func hadOrder(_ number: String) -> Bool {
        formerOrders.contains { $0["number"]?.string == number }
    }

    /// Whether a service of his has ended by a time; one he never had has not.
    package func hasEnded(_ service: String, by now: Timestamp) -> Bool {
        guard let known = services.first(where: { $0.name == service }) else { return false }
        let clock = RetentionClock(events: events, of: .service(known), now: now)
        return clock.holds(.term(.event(.serviceEnded)))
    }
}

/// A consent, a withdrawal of one, or an objection, for one topic.
package struct ConsentFacts: Hashable, Sendable {
    /// What it is about: a purpose, or a topic such as `card_on_file`.
    package var topic: String
    /// How it was given; whether that counts is for the charter and its overlays.
    package var act: ConsentAct
    /// When it was given.
    package var given: Timestamp
    /// When it was taken back.
    package var withdrawn: Timestamp?
    /// Until when it counts.
    package var expires: Timestamp?
    /// Which version of the text he saw.
    package var textVersion: Int

    /// Takes what the register of consents says.
    package init(
        topic: String, act: ConsentAct, given: Timestamp, withdrawn: Timestamp?, expires: Timestamp?,
        textVersion: Int
    ) {
        self.topic = topic
        self.act = act
        self.given = given
        self.withdrawn = withdrawn
        self.expires = expires
        self.textVersion = textVersion
    }
}

/// An order to only store: for the whole subject, or for one field of his.
package struct Restriction: Hashable, Sendable {
    /// The field; nil for everything.
    package var path: FieldPath?
    /// From when on.
    package var since: Timestamp
    /// Since when no more.
    package var lifted: Timestamp?

    /// Takes the field and the times.
    package init(path: FieldPath?, since: Timestamp, lifted: Timestamp?) {
        self.path = path
        self.since = since
        self.lifted = lifted
    }
}

/// An order not to destroy, on a case, until released.
package struct Hold: Hashable, Sendable {
    /// The case it is for.
    package var caseID: String
    /// From when on.
    package var since: Timestamp
    /// When it must be looked at again.
    package var review: Timestamp
    /// Since when no more.
    package var released: Timestamp?

    /// Takes the case and the times.
    package init(caseID: String, since: Timestamp, review: Timestamp, released: Timestamp?) {
        self.caseID = caseID
        self.since = since
        self.review = review
        self.released = released
    }
}
