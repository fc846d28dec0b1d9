package import CofferModel

/// A notice that waits to leave, or has left: what it says of whom is sealed, and neither its text nor an address
/// is there.
package struct OutboxRow: Hashable, Sendable {
    /// The notice, unique in the vault.
    package let notice: NoticeID
    /// Whose notice it is.
    package let subject: SubjectID
    /// When it was queued.
    package let created: Timestamp
    /// When it goes, whatever became of it.
    package let expires: Timestamp
    /// A sealed value of kind 7, written once.
    package let sealed: [UInt8]
    /// How far it is.
    package var progress: OutboxProgress

    /// Takes the columns.
    package init(
        notice: NoticeID, subject: SubjectID, created: Timestamp, expires: Timestamp, sealed: [UInt8],
        progress: OutboxProgress
    ) {
        self.notice = notice
        self.subject = subject
        self.created = created
        self.expires = expires
        self.sealed = sealed
        self.progress = progress
    }
}

/// How far a notice is on its way: the part of its row that every try changes.
package struct OutboxProgress: Hashable, Sendable {
    /// What became of it.
    package enum State: Int, Hashable, Sendable, CaseIterable {
        /// To be tried when it is due.
        case queued = 0
        /// The other side took it.
        case sent = 1
        /// Not to be tried again unless somebody says so.
        case dead = 2
        /// Its time was over before it left.
        case lapsed = 3

        /// Whether the ledger has its end, so that the row may go.
        package var isEnd: Bool { self == .sent || self == .lapsed }
    }

    /// What became of it.
    package var state: State
    /// How often it was tried; a try counts from its beginning.
    package var tries: Int
    /// When it is to be tried next; while one try runs, when another may begin.
    package var due: Timestamp
    /// When this was written.
    package var changed: Timestamp
    /// Why it has not left: a code, or a cause of delivery with its numbers, at most ``Limits/outboxReasonBytes``.
    package var reason: String?
    /// The ledger row that announced it, or the end of it.
    package var intent: IntentPosition

    /// Takes the columns.
    package init(
        state: State, tries: Int, due: Timestamp, changed: Timestamp, reason: String?, intent: IntentPosition
    ) {
        self.state = state
        self.tries = tries
        self.due = due
        self.changed = changed
        self.reason = reason
        self.intent = intent
    }
}
