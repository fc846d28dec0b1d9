import CofferModel

/// Reads the events of a subject as spans of time in which conditions hold.
///
/// A function of the set of events: their order and number of arrival do not matter. What came true once counts
/// for ever, so a later refund revives nothing.
struct RetentionClock {
    /// What the events are looked at for.
    enum Matter {
        case service(ServiceFacts)
        /// A subject without services.
        case subject
        case record(RecordID?, RecordFacts?)
    }

    private typealias Span = (from: Timestamp, to: Timestamp?)

    private let events: [SubjectEvent]
    private let now: Timestamp

    init(events: [SubjectEvent], of matter: Matter, now: Timestamp) {
        self.events = events.filter { $0.at <= now && Self.concerns($0, matter) }
        self.now = now
    }

    /// Whether the condition has held at any time up to now.
    func holds(_ condition: Condition) -> Bool { start(of: condition) != nil }

    /// Whether it holds at this moment.
    func holdsNow(_ condition: Condition) -> Bool {
        spans(of: condition).contains { $0.from <= now && ($0.to.map { now < $0 } ?? true) }
    }

    /// When it first held; nil if it has not yet.
    func start(of condition: Condition) -> Timestamp? {
        spans(of: condition).map(\.from).min().flatMap { $0 <= now ? $0 : nil }
    }

    /// Whether any event says something about it.
    func isKnown(_ condition: Condition) -> Bool { !spans(of: condition).isEmpty }

    private func spans(of condition: Condition) -> [Span] {
        switch condition {
        case .term(let term): spans(of: term)
        case .any(let parts): parts.flatMap { spans(of: $0) }
        case .applicable(let parts): parts.map { spans(of: $0) }.first { !$0.isEmpty } ?? []
        case .all(let parts):
            parts.dropFirst().reduce(parts.first.map { spans(of: $0) } ?? []) { both, part in
                Self.intersection(both, spans(of: part))
            }
        }
    }

    private func spans(of term: Term) -> [Span] {
        switch term {
        case .event(let name): events.filter { $0.name == name }.map(\.at).min().map { [($0, nil)] } ?? []
        case .paid: paid
        case .warrantyUntil: date(.warrantySet)
        case .validUntil: date(.validitySet)
        }
    }

    /// From each payment to the next reversal; of two at one moment the reversal counts.
    private var paid: [Span] {
        let moves = events.filter { $0.name == .paymentReceived || $0.name == .paymentReversed }
            .sorted {
                ($0.at, $0.name == .paymentReversed ? 1 : 0) < ($1.at, $1.name == .paymentReversed ? 1 : 0)
            }
        var spans: [Span] = []
        var open: Timestamp?
        for move in moves {
            if move.name == .paymentReceived {
                open = open ?? move.at
            } else if let from = open {
                if from < move.at { spans.append((from, move.at)) }
                open = nil
            }
        }
        return open.map { spans + [($0, nil)] } ?? spans
    }

    /// The date set last; of two set at one moment the earlier.
    private func date(_ name: SubjectEvent.Name) -> [Span] {
        let set = events.filter { $0.name == name && $0.until != nil }
        guard let last = set.map(\.at).max() else { return [] }
        let until = set.filter { $0.at == last }.compactMap(\.until).min()
        return until.map { [($0, nil)] } ?? []
    }

    private static func intersection(_ one: [Span], _ other: [Span]) -> [Span] {
        one.flatMap { left in
            other.compactMap { right -> Span? in
                let from = max(left.from, right.from)
                let to = [left.to, right.to].compactMap { $0 }.min()
                if let to, to <= from { return nil }
                return (from, to)
            }
        }
    }

    private static func concerns(_ event: SubjectEvent, _ matter: Matter) -> Bool {
        switch matter {
        case .subject: event.record == nil || event.name.isOfService
        case .service(let service):
            !event.name.isOfService
                ? event.record == nil
                : event.service.map { $0 == service.name } ?? (service.opened <= event.at)
        case .record(let record, let known): concerns(event, record, known)
        }
    }

    /// An event that names a record counts for it and what belongs to it; one that does not counts for every
    /// record of its service made by then.
    private static func concerns(_ event: SubjectEvent, _ record: RecordID?, _ known: RecordFacts?) -> Bool {
        if let named = event.record { return named == record || named == known?.parent }
        guard let known, known.created <= event.at else { return false }
        guard let mine = known.service, let named = event.service else { return true }
        return mine == named
    }
}
