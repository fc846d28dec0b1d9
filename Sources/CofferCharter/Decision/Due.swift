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
    /// - Returns: ``Code/destroyed`` or ``Code/expired``; nil while they stay, be it because of a hold.
    package func end(
        of code: RetentionRule, for facts: SubjectFacts, record: RecordID?, _ known: RecordFacts?,
        now: Timestamp
    ) -> Code? {
        let view = SubjectStanding(facts, charter: self, now: now)
        guard !view.isHeld, let end = view.end(of: code, record: record, known) else { return nil }
        return end == .destroyed ? .destroyed : .expired
    }

    /// Whether a day of values that hang on no subject is over.
    ///
    /// - Parameters:
    ///   - code: their retention code.
    ///   - made: when the newest of them was made.
    ///   - now: the time.
    /// - Returns: whether they are to be destroyed.
    package func isOver(_ code: RetentionRule, made: Timestamp, now: Timestamp) -> Bool {
        shortest(code, under: overlays).map { $0.added(to: made) <= now } ?? false
    }
}
