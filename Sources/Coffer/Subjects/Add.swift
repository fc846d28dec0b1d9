import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Takes in a customer.
    ///
    /// - Parameters:
    ///   - input: his data.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is added.
    ///   - session: who asks.
    /// - Returns: the new ids.
    /// - Throws: `bad_value` with field and rule, the denial's code, or a failure. Nothing is stored then.
    public func add(
        _ input: SubjectInput, idempotencyKey key: String?, as session: Session
    ) async throws(VaultError) -> Added {
        try checkAlive()
        try await prepareIdempotency(key)
        let id = RequestID.random(from: random)
        do {
            return try await turn.take {
                var draft = try draft(input)
                try await permit(&draft, session, id, .add)
                let repeated = try await idempotent(session, "add", key, input.json)
                if let answer = repeated.answer {
                    _ = try await record([entry(session, id, .add)])
                    return try Added(answer: answer)
                }
                let added = Added(subject: draft.subject, records: draft.records.map(\.record))
                let extra = repeated.row(answer: added.answer).map { [DataChange.putIdempotency($0)] } ?? []
                _ = try await commit(try seal([draft], session, id, .add, extra: extra))
                return added
            }
        } catch { throw vaultError(error) }
    }

    /// Decides a draft; a single denial refuses it as a whole, and is recorded.
    func permit(
        _ draft: inout SubjectDraft, _ session: Session, _ id: RequestID, _ action: Action
    ) async throws(VaultError) {
        var loaded = Loaded()
        loaded.facts[draft.subject] = draft.facts
        for record in draft.records {
            loaded.records[record.record] = RecordFacts(
                ofClass: record.values.keys.first?.ofClass ?? 0, subject: draft.subject,
                parent: record.parent, service: nil, created: now())
        }
        let asks = draft.records.flatMap { self.asks($0, of: draft.subject) }
        var decision = charter.decide(request(session, id, action, asks), facts(session, loaded))
        if let denial = decision.denials.first {
            let field = asks[denial.ask].path
            _ = try await record(rows([], decision.denials, asks, entry(session, id, action), Loaded()))
            throw VaultError(denial.code, field: field)
        }
        guard let grant = decision.takeGrant() else { throw VaultError(.roleDenied) }
        draft.grant = HeldGrant(grant)
    }
}

/// A grant kept until its values are sealed: move-only values cannot stand in arrays.
final class HeldGrant: Sendable {
    let grant: Grant
    init(_ grant: consuming Grant) { self.grant = grant }
}

/// A new subject between validation and sealing.
struct SubjectDraft: Sendable {
    let subject: SubjectID
    let records: [RecordDraft]
    let facts: SubjectFacts
    let references: [ReferenceRow]
    var grant: HeldGrant?
}

extension Added {
    var answer: [UInt8] { ([subject.bytes] + records.map(\.bytes)).flatMap { $0 } }

    init(answer: [UInt8]) throws(VaultError) {
        let ids = stride(from: 0, to: answer.count, by: 16).compactMap {
            SubjectID(bytes: answer[$0...].prefix(16))
        }
        guard let subject = ids.first, ids.count * 16 == answer.count else { throw VaultError(.integrity) }
        self.init(subject: subject, records: ids.dropFirst().map { RecordID(bits: $0.bits) })
    }
}
