import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Notes that a certificate was handed over to its owner; where the charter ends the private key with that, its copy
    /// here is destroyed before this answers (S2-23, S2-24).
    ///
    /// To whom and on which act is kept sealed, in the record's `handover`; that it happened, and when, among what
    /// decisions read. Neither is ever noted twice. While a hold or a restriction stands, the key stays too.
    ///
    /// - Parameters:
    ///   - record: the record of a certificate that is kept with its private key.
    ///   - acceptor: who accepted it, in 1...256 bytes.
    ///   - act: the number of the paper on which he did, if there is one, in as many.
    ///   - session: who asks; his role must hold the act `hand_over`, and may write `handover`.
    /// - Returns: what was done; it is durable, and anchored where a key was destroyed.
    /// - Throws: `bad_value` with `handover.to` or `handover.act`, `conflict` with `handover.twice` or `handover.key`,
    ///   `destroyed` or `expired` for a key past its time, `not_found`, the denial's code, or a failure; after one behind the
    ///   ledger's rows the vault halts, and the next open finishes.
    public func handOver(
        _ record: RecordID, to acceptor: String, act: String?, as session: Session
    ) async throws(VaultError) -> HandOver {
        try checkAlive()
        guard Self.isNoted(acceptor) else { throw VaultError(.badValue, rule: "handover.to") }
        guard act.map({ Self.isNoted($0) }) ?? true else { throw VaultError(.badValue, rule: "handover.act") }
        do {
            return try await turn.take {
                let place = try handOverFields()
                // Who hands over nobody's learns nothing about who is here.
                try await refuse(refusal(session, .handOver, [(nil, nil)]), session, .handOver)
                try await refuse(refusal(session, .write, [(place.note.path, nil)]), session, .handOver)
                let (subject, row, loaded) = try await present(record, session, .handOver)
                try await permit(.handOver, session, subject: subject, loaded)
                var noted: [String: JSON] = ["to": .string(acceptor), "at": .string(now().description)]
                noted["act"] = act.map { .string($0) }
                return try await handOver(row, .object(noted), place, loaded, session)
            }
        } catch { throw vaultError(error) }
    }

    /// The field of the private key, and the one that says to whom it was handed over.
    private func handOverFields() throws(VaultError) -> HandOverFields {
        let keys = charter.fields.values.filter { $0.type == .privateKey }.sorted { $0.path < $1.path }
        // One key for all certificates of a customer cannot end with one of them.
        guard let key = keys.first, key.retention.scope == .record,
            let note = charter.fields[FieldPath(className: key.path.className, field: "handover")]
        else {
            throw VaultError(
                .notFound, "the charter in force keeps no private keys, each under a key of its own")
        }
        return HandOverFields(key: key, note: note)
    }

    private static func isNoted(_ text: String) -> Bool {
        1...Limits.handOverBytes ~= text.utf8.count
            && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    }

    private func handOver(
        _ row: RecordRow, _ noted: JSON, _ place: HandOverFields, _ loaded: Loaded, _ session: Session
    ) async throws -> HandOver {
        guard let open = loaded.open[row.subject], let before = loaded.facts[row.subject] else {
            throw VaultError(.notFound)
        }
        let known = loaded.records[row.record]
        guard !before.isHandedOver(row.record) else {
            throw try await refused(
                VaultError(.conflict, rule: "handover.twice", "it was handed over already"), row, open,
                session)
        }
        guard let packed = try? PackedRow(reading: row.packed) else { throw VaultError(.integrity) }
        guard row.ofClass == place.key.number.ofClass,
            packed.cells.contains(where: { $0.field == place.key.number.field })
        else {
            throw try await refused(
                VaultError(.conflict, rule: "handover.key", "the record keeps no private key"), row, open,
                session)
        }
        let code = place.key.retention
        if let end = charter.end(of: code, for: before, record: row.record, known, now: now()) {
            throw try await refused(VaultError(end), row, open, session)
        }
        let facts = try before.handingOver(row.record, at: now())
        let ends = charter.end(of: code, for: facts, record: row.record, known, now: now()) != nil
        let written = try await sealed(noted, row, place, facts, open, session, loaded)
        if ends { try await carryOut(written, without: code, open, session) } else { try await note(written) }
        return HandOver(
            record: row.record, revision: written.row.row.revision + (ends ? 1 : 0), at: now(),
            isKeyDestroyed: ends)
    }

    private func refused(
        _ error: VaultError, _ row: RecordRow, _ open: OpenSubject, _ session: Session
    ) async throws(VaultError) -> VaultError {
        var refused = entry(session, RequestID.random(from: random), .handOver)
        refused.subject = open.keys.reference
        refused.cells = [LedgerCell(record: open.keys.reference(of: row.record), granted: [:], denied: [:])]
        refused.code = error.code
        _ = try await record([refused])
        return error
    }

    /// The record with the note in it, and the facts that say it was handed over.
    private func sealed(
        _ noted: JSON, _ before: RecordRow, _ place: HandOverFields, _ facts: SubjectFacts,
        _ open: OpenSubject,
        _ session: Session, _ loaded: Loaded
    ) async throws -> WrittenHandOver {
        let input = RecordInput(className: place.note.path.className, fields: [place.note.path.field: noted])
        let held = try await grant(input, before.record, open, session, loaded)
        let draft = RecordDraft(record: before.record, parent: before.parent, values: try canonical(input))
        let tokens = try await data.tokens(of: [before.record])
        guard isVouched(before, tokens, open.keys) else {
            throw VaultError(.integrity, "the record is not what the ledger says")
        }
        let needed = Fields.scopes(of: draft, subject: open.keys.subject, charter)
        let (keys, scopes) = try fields.addScopes(open.keys, needed)
        let row = try fields.seal(
            held.grant, draft, before: (row: before, tokens: tokens), keys, charter, at: now())
        let facts = try sealed(next: facts, keys)
        var intent = entry(session, held.grant.request, .handOver)
        intent.state = .intent
        intent.subject = keys.reference
        intent.noted = "certificate.handed_over"
        let reference = keys.reference(of: before.record)
        intent.cells = [LedgerCell(record: reference, written: [place.note.path])]
        intent.changes = [
            LedgerChange(record: reference, revision: row.row.revision, hash: row.hash), facts.announcement,
        ]
        return WrittenHandOver(
            before: before.revision, row: row, facts: facts, scopes: scopes, intent: intent, keys: keys)
    }

    /// A hand-over that leaves the key here is a write like any other.
    private func note(_ written: WrittenHandOver) async throws(VaultError) {
        var write = Write { positions in positions.first.map { written.changes(at: $0) } ?? [] }
        write.scopes = written.scopes
        write.intents = [written.intent]
        _ = try await commit(write)
    }

    /// A hand-over that ends the key: both are announced in one commit of the ledger, so that neither is ever without the
    /// other.
    ///
    /// The mark comes before the note, and the key goes after it: on open, a mark whose note arrived is finished, and one
    /// whose note did not is nothing.
    private func carryOut(
        _ written: WrittenHandOver, without code: RetentionRule, _ open: OpenSubject, _ session: Session
    ) async throws(VaultError) {
        let keys = written.keys
        let address = ScopeAddress(
            kind: code.number, day: 0, owner: keys.subject.bits, record: written.row.row.record.bits)
        var ending = entry(session, written.intent.request, .handOver)
        ending.state = .intent
        ending.subject = keys.reference
        ending.noted = "certificate.key_destroyed"
        ending.destroyed = keys.names(at: [address])
        guard ending.destroyed.count == 1 else {
            throw VaultError(.locked, "this process does not hold the key it would destroy")
        }
        ending.changes = Tidying([address], in: [written.row.row], written.row.tokens).changes(keys)
        if !written.scopes.isEmpty {
            do { try await scopes.insert(written.scopes) } catch { throw vaultError(error) }
        }
        let intents = [written.intent, ending]
        let receipt = try await append(intents)
        let positions = receipt.sequences.map { IntentPosition(log: log, sequence: $0) }
        let marks = [
            EraseMark(
                owner: keys.subject, record: written.row.row.record, kind: code.number, intent: positions[1])
        ]
        if let error = await failure(of: written, at: positions[0], marks) {
            try await undo(intents, receipt.sequences, error)
        }
        learn(intents, receipt.sequences, receipt.time)
        do { try await scopes.destroy([address], marks: marks) } catch {
            halt("a hand-over stopped between its note and the key")
            throw vaultError(error)
        }
        do { try await finish(marks, ending) } catch {
            halt("a hand-over is not finished; opening the vault again finishes it")
            throw error
        }
        settle(positions[1].sequence)
        do { try await ledger.flushAnchor() } catch { throw vaultError(error) }
    }

    /// Leaves the mark and stores the note; a mark without one is taken away.
    private func failure(
        of written: WrittenHandOver, at intent: IntentPosition, _ marks: [EraseMark]
    ) async -> StoreError? {
        do throws(StoreError) {
            try await scopes.destroy([], marks: marks)
        } catch { return error }
        do throws(StoreError) {
            try await data.commit(written.changes(at: intent))
            return nil
        } catch {
            guard error.isKnown else { return error }
            do throws(StoreError) { try await scopes.removeMarks(marks) } catch { return error }
            return error
        }
    }
}

/// What a charter keeps of a hand-over.
private struct HandOverFields {
    let key: FieldRule
    let note: FieldRule
}

/// The note of a hand-over, sealed.
private struct WrittenHandOver: Sendable {
    let before: UInt64
    let row: SealedRecord
    let facts: FactsRow
    let scopes: [WrappedScope]
    let intent: LedgerEntry
    let keys: SubjectKeys

    func changes(at intent: IntentPosition) -> [DataChange] {
        var stored = row.row
        stored.intent = intent
        return [.replaceRecord(stored, expected: before, tokens: row.tokens)] + facts.replacing(at: intent)
    }
}
