import CofferModel

/// A subject as one decision sees him: his facts at one moment, under the overlays of his jurisdiction.
final class SubjectStanding {
    /// How a value came to its end.
    enum End {
        /// What its retention code waited for has happened.
        case destroyed
        /// Its time is over.
        case expired
    }

    let facts: SubjectFacts
    let charter: Charter
    let overlays: [Overlay]
    let now: Timestamp
    private let allowed: Set<Purpose>?
    /// What retention said already: the fields of one record mostly share a code.
    var ends: [Ending: End?] = [:]

    /// A retention code of one record.
    struct Ending: Hashable {
        let code: UInt16
        let record: RecordID?
    }

    /// The purposes that restriction and hold leave open (GDPR 18(2); requirements §3.5).
    static let holders: Set<Purpose> = [.subjectRights, .legalClaim, .legalDuty]

    init(_ facts: SubjectFacts, charter: Charter, now: Timestamp) {
        self.facts = facts
        self.charter = charter
        self.now = now
        overlays = charter.overlays(for: facts.jurisdiction)
        allowed = Self.allowed(facts, now)
    }

    /// Whether the state of the subject and of his services leaves a purpose open; a hold leaves its readers in.
    func allows(_ purpose: Purpose) -> Bool {
        allowed?.contains(purpose) ?? true || (isHeld && Self.holders.contains(purpose))
    }

    /// Whether something of his must not be destroyed for now.
    var isHeld: Bool {
        facts.holds.contains { $0.since <= now && ($0.released.map { now < $0 } ?? true) }
    }

    /// Whether a field of his, or without a path all of him, may only be stored for now.
    func isRestricted(_ path: FieldPath?) -> Bool {
        facts.restrictions.contains { restriction in
            (restriction.path == nil || restriction.path == path) && restriction.since <= now
                && (restriction.lifted.map { now < $0 } ?? true)
        }
    }

    /// The purposes left by the states of all services together; nil leaves all (requirements §3.5).
    private static func allowed(_ facts: SubjectFacts, _ now: Timestamp) -> Set<Purpose>? {
        if facts.standing == .erasurePending { return [.subjectRights] }
        if facts.services.isEmpty { return nil }
        var allowed: Set<Purpose> = [.legalDuty]
        for service in facts.services {
            let clock = RetentionClock(events: facts.events, of: .service(service), now: now)
            guard clock.holds(.term(.event(.serviceEnded))) else { return nil }
            if !clock.holdsNow(.term(.paid)) {
                allowed.formUnion([.billing, .legalClaim, .subjectRights, .serviceNotice])
            }
            if clock.isKnown(.term(.warrantyUntil)), !clock.holds(.term(.warrantyUntil)) {
                allowed.formUnion([.deviceOps, .support, .subjectRights])
            }
        }
        return allowed
    }
}
