package import CofferModel

extension Charter {
    /// Whether values of a retention code are to be destroyed now: for the sweep, which finishes what the
    /// decision already refuses to show.
    ///
    /// - Parameters:
    ///   - code: the retention code of the values.
    ///   - facts: what is known of their subject.
    ///   - record: their record, for codes of scope `record`; nil for codes of scope `subject`.
    ///   - known: what is known of the record.
    ///   - now: the time.
    /// - Returns: ``Code/destroyed`` or ``Code/expired``; nil while they stay, be it because of a hold, or a restriction of
    ///   one of these values (GDPR 18(1)(c)).
    package func end(
        of code: RetentionRule, for facts: SubjectFacts, record: RecordID?, _ known: RecordFacts?,
        now: Timestamp
    ) -> Code? {
        let view = SubjectStanding(facts, charter: self, now: now)
        let isRestricted =
            view.isRestricted(nil)
            || fields.values.contains { $0.retention === code && view.isRestricted($0.path) }
        guard !view.isHeld, !isRestricted, let end = view.end(of: code, record: record, known) else {
            return nil
        }
        return end == .destroyed ? .destroyed : .expired
    }

    /// Whether the time of values was over at some moment, by what the vault knew then.
    ///
    /// Neither holds nor restrictions count: these stand against destroying now, and nobody waits for their end twice.
    ///
    /// - Parameters:
    ///   - code: the retention code of the values.
    ///   - facts: what is known of their subject now.
    ///   - record: as in ``end(of:for:record:_:now:)``.
    ///   - known: what is known of the record.
    ///   - time: the moment.
    /// - Returns: whether it was.
    package func wasOver(
        _ code: RetentionRule, for facts: SubjectFacts, record: RecordID?, _ known: RecordFacts?,
        at time: Timestamp
    ) -> Bool {
        SubjectStanding(facts.known(at: time), charter: self, now: time)
            .end(of: code, record: record, known) != nil
    }
}
