import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Tells what a label stands for, to those who may know.
    ///
    /// Every call spends a probe and stands in the ledger, with the subject and record by reference and never the
    /// label. Ten that told nothing, by one actor within an hour, are an incident: the tenth row opens it, with the 72
    /// hours until it must have been reported, and each further one is noted `resolve.burst` too.
    ///
    /// - Parameters:
    ///   - typed: the label, as somebody typed it or was told.
    ///   - session: who asks.
    /// - Returns: whose it is, of which record, and until when.
    /// - Throws: `not_found` alike for what is no label, one of another vault, one whose period is over, and one whose
    ///   subject, record or service is no more; the denial's code; or a failure.
    public func resolve(_ typed: String, as session: Session) async throws(VaultError) -> ResolvedLabel {
        try checkAlive()
        let id = RequestID.random(from: random)
        let base = entry(session, id, .resolve)
        let ask = Ask(subject: nil, record: nil, path: nil, form: nil)
        let held = decide(request(session, id, .resolve, [ask]), Loaded())
        if let denial = held.decision.denials.first { try await untold(base, denial.code) }
        let told: Told?
        do { told = try await self.told(typed) } catch { try await untold(base, error.code) }
        guard let told else { try await untold(base, .notFound) }
        var row = base
        row.subject = told.open.keys.reference
        let about = Ask(
            subject: told.meaning.subject, record: told.meaning.record, path: nil, form: nil)
        let decision = decide(request(session, id, .resolve, [about]), told.loaded, on: held.hold)
        if let denial = decision.denials.first { try await untold(row, denial.code) }
        row.cells = [
            LedgerCell(
                record: told.meaning.record.map { told.open.keys.reference(of: $0) },
                granted: [.label: [told.path]], denied: [:])
        ]
        _ = try await record([row])
        withExtendedLifetime(held.hold) {}
        try checkPresent(told.loaded)
        return ResolvedLabel(
            subject: told.meaning.subject, record: told.meaning.record, className: told.path.className,
            kind: told.meaning.kind, until: told.until)
    }

    /// Records that nothing was told, and refuses.
    private func untold(_ base: LedgerEntry, _ code: Code) async throws(VaultError) -> Never {
        var row = base
        row.code = code
        do {
            // In a turn: of two questions at once one is the tenth.
            try await turn.take {
                let now = now()
                let asker = row.onBehalfOf ?? row.actor
                let burst = asker.map { actor in memory.withLock { $0.burst(of: actor, at: now) } }
                if let burst, burst.misses + 1 >= Limits.labelMisses {
                    row.noted = "resolve.burst"
                    // The clock of a breach runs from when it could be known (GDPR 33(1)), and once for all of a burst.
                    if !burst.isOpen { row.due = now.adding(seconds: Limits.breachSeconds) }
                }
                _ = try await record([row])
            }
        } catch { throw vaultError(error) }
        throw VaultError(code)
    }

    /// What a label stands for today, with its subject; nil for one that stands for nothing.
    private func told(_ typed: String) async throws(VaultError) -> Told? {
        let now = now()
        do {
            let tokens = try fields.readings(typed, charter).map { text throws(FieldsError) in
                try fields.issuedToken(text)
            }
            for row in try await data.issued(tokens: tokens).values where row.expires > now {
                guard let meaning = try fields.label(row) else { continue }
                let loaded = try await load([meaning.subject])
                return present(meaning, until: row.expires, loaded)
            }
            return try await reread(typed, at: now)
        } catch { throw vaultError(error) }
    }

    /// A label that is read without the table.
    private func reread(_ typed: String, at now: Timestamp) async throws -> Told? {
        for named in fields.named(in: typed, charter, at: now) {
            guard let row = try await data.records([named.record])[named.record],
                let end = LabelPeriod.end(of: named.rule.period.number(at: now))
            else { continue }
            let loaded = try await load([row.subject])
            guard let open = loaded.open[row.subject], let facts = loaded.facts[row.subject] else { continue }
            let meaning = fields.meaning(
                of: named, open.keys, charter, try settings(named.record, facts, open, at: now))
            if let meaning { return present(meaning, until: end, loaded) }
        }
        return nil
    }

    /// For whom labels of a subject can have been made: each of his channels, present and former, and everybody in the
    /// register, for each service.
    private func settings(
        _ record: RecordID, _ facts: SubjectFacts, _ open: OpenSubject, at now: Timestamp
    ) throws(VaultError) -> [LabelSetting] {
        let revisions = try addresses(of: open)
        let agreed = facts.channels.flatMap { channel -> [LabelReader] in
            guard let number = charter.fields[channel.path]?.number else { return [] }
            let newest = revisions[channel.field] ?? channel.revision
            // Labels that went to an address before the present one, as far back as somebody may still quote them.
            let oldest = newest > Self.addressesBack ? newest - Self.addressesBack : 0
            return (oldest...newest).map { .channel(channel.record, number, revision: $0) }
        }
        let names = Set(facts.services.map(\.name)).union(["default"]).sorted()
        let others = try settingsInForce()?.recipients.keys.sorted().map { LabelReader.recipient($0) } ?? []
        return ([nil] + agreed + others).flatMap { reader in
            names.map { name in
                LabelSetting(
                    reader: reader, services: [record: name], message: [], document: record, now: now)
            }
        }
    }

    /// So many writes of an address are looked back at, to tell a label that is read without a table.
    private static let addressesBack: UInt64 = 64

    /// Nothing is told of who or what is no more, nor of a service that has ended.
    private func present(_ meaning: LabelMeaning, until end: Timestamp, _ loaded: Loaded) -> Told? {
        guard let open = loaded.open[meaning.subject], let facts = loaded.facts[meaning.subject],
            facts.standing != .erased,
            let path = meaning.number == .customer ? LabelRule.customer : charter.numbers[meaning.number],
            meaning.record.map({ open.records[$0] != nil }) ?? true,
            !(meaning.service.map { facts.hasEnded($0, by: now()) } ?? false)
        else { return nil }
        return Told(meaning: meaning, path: path, until: end, open: open, loaded: loaded)
    }
}

/// What a label stands for, and what is known of its subject.
private struct Told {
    let meaning: LabelMeaning
    let path: FieldPath
    let until: Timestamp
    let open: OpenSubject
    let loaded: Loaded
}
