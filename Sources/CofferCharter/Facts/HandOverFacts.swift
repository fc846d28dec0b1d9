package import CofferModel

extension SubjectFacts {
    /// Whether the certificate of a record was handed over to its owner.
    package func isHandedOver(_ record: RecordID) -> Bool {
        events.contains { $0.name == .handedOver && $0.record == record }
    }

    /// The facts after the certificate of a record was handed over.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - now: the time.
    /// - Returns: the facts, their revision unchanged.
    /// - Throws: `too_large` where there is no room for it.
    package func handingOver(_ record: RecordID, at now: Timestamp) throws(VaultError) -> SubjectFacts {
        var facts = self
        facts.events.append(
            SubjectEvent(name: .handedOver, service: nil, record: record, at: now, until: nil))
        guard facts.canonical.count <= Limits.factsBytes else {
            throw VaultError(.tooLarge, rule: "facts.size")
        }
        return facts
    }
}
