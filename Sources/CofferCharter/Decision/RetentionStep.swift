import CofferModel

extension SubjectStanding {
    /// Whether a value of a retention code is at its end now, sweep or no sweep.
    ///
    /// - Parameters:
    ///   - code: the retention code.
    ///   - record: the record, if there is one already.
    ///   - known: what is known of it.
    /// - Returns: how it ended; nil while it may be kept.
    func end(of code: RetentionRule, record: RecordID?, _ known: RecordFacts?) -> End? {
        let ending = Ending(code: code.number, record: record)
        if let known = ends[ending] { return known }
        let end = computedEnd(of: code, record: record, known)
        ends[ending] = .some(end)
        return end
    }

    private func computedEnd(of code: RetentionRule, record: RecordID?, _ known: RecordFacts?) -> End? {
        if code.neverKept { return .destroyed }
        let clocks = clocks(for: code.scope, record, known)
        if let condition = condition(of: code, record, known), clocks.allSatisfy({ $0.holds(condition) }) {
            return .destroyed
        }
        for name in code.also {
            guard let other = charter.retention[name] else { continue }
            if let end = end(of: other, record: record, known) { return end }
        }
        return isPast(code, clocks, known) ? .expired : nil
    }

    private func clocks(for scope: ScopeRule, _ record: RecordID?, _ known: RecordFacts?) -> [RetentionClock]
    {
        if scope == .record {
            return [RetentionClock(events: facts.events, of: .record(record, known), now: now)]
        }
        let services = facts.services.filter { known?.service == nil || $0.name == known?.service }
        guard !services.isEmpty else { return [RetentionClock(events: facts.events, of: .subject, now: now)] }
        return services.map { RetentionClock(events: facts.events, of: .service($0), now: now) }
    }

    /// What destroys values of this code for this record, if a consent does not keep them.
    private func condition(of code: RetentionRule, _ record: RecordID?, _ known: RecordFacts?) -> Condition? {
        if let keep = code.unless, charter.gate(named: keep.gate, under: overlays)?.isOpen == true,
            consent(to: keep.consent) == .given
        {
            return nil
        }
        guard let owner = code.owner else { return code.destroyWhen }
        let ids = [record, known?.parent].compactMap { $0 }
        let isProvider = ids.contains { facts.providerOwned.contains($0) }
        return isProvider == (owner == .provider) ? code.destroyWhen : code.otherwise
    }

    private func isPast(_ code: RetentionRule, _ clocks: [RetentionClock], _ known: RecordFacts?) -> Bool {
        guard let after = charter.shortest(code, under: overlays) else { return false }
        let starts = code.from.map { term in clocks.map { $0.start(of: .term(term)) } } ?? [known?.created]
        return starts.allSatisfy { $0.map { after.added(to: $0) <= now } ?? false }
    }
}

extension Charter {
    /// The time a code gives, as the strictest of some overlays has it.
    func shortest(_ code: RetentionRule, under overlays: [Overlay]) -> CalendarDuration? {
        let times = [code.after].compactMap { $0 } + overlays.compactMap { $0.retention[code.name] }
        return times.min { $0.longestSeconds < $1.longestSeconds }
    }
}
