package import CofferCharter
import CofferCrypto
import CofferForms
package import CofferModel
package import CofferStore

/// The canonical values that a write gives one record.
package struct RecordDraft: Sendable {
    /// The record.
    package let record: RecordID
    /// The record it hangs on, if any.
    package let parent: RecordID?
    /// Canonical bytes by field; an empty array is a value too.
    package let values: [FieldNumber: [UInt8]]

    package init(record: RecordID, parent: RecordID?, values: [FieldNumber: [UInt8]]) {
        self.record = record
        self.parent = parent
        self.values = values
    }

    /// The same with the values of some fields only.
    package func only(_ isMeant: (FieldNumber) -> Bool) -> RecordDraft {
        RecordDraft(record: record, parent: parent, values: values.filter { isMeant($0.key) })
    }
}

/// A record ready to be stored, once its scope keys are and the ledger has its intent.
package struct SealedRecord: Sendable {
    /// The row; its intent is set when the ledger has one.
    package var row: RecordRow
    /// All of the record's index tokens.
    package let tokens: [IndexRow]
    /// What the ledger vouches for.
    package var hash: Digest { RowHash.record(row, tokens: tokens) }
}

extension Fields {
    /// The scopes that a draft's values belong to.
    package static func scopes(
        of draft: RecordDraft, subject: SubjectID, _ charter: Charter
    ) -> Set<ScopeAddress> {
        Set(
            draft.values.keys.compactMap { charter.field($0) }
                .map { scope(of: $0, subject: subject, record: draft.record) })
    }

    /// Seals the values of one record, keeping what it has and this write does not touch.
    ///
    /// - Parameters:
    ///   - grant: the charter's permission to write; every field of the draft must be in it.
    ///   - draft: the new values; none, where the record has them already.
    ///   - before: the stored row and its tokens, if the record exists.
    ///   - keys: the subject's keys, with all scopes that the draft needs.
    ///   - charter: the charter in force.
    ///   - now: the time.
    /// - Returns: the row and its tokens.
    /// - Throws: ``FieldsError``.
    package func seal(
        _ grant: borrowing Grant, _ draft: RecordDraft, before: (row: RecordRow, tokens: [IndexRow])?,
        _ keys: SubjectKeys, _ charter: Charter, at now: Timestamp
    ) throws(FieldsError) -> SealedRecord {
        guard grant.vault == vault, grant.charter == keyring.file.manifest.charter else {
            throw .foreignGrant
        }
        let granted = Set(
            grant.cells.filter { $0.subject == keys.subject && $0.record == draft.record }.map(\.number))
        // What is read out of a granted field needs no grant of its own.
        let allowed = draft.values.keys.allSatisfy { number in
            let sources = charter.field(number)?.sources.compactMap { charter.fields[$0]?.number } ?? []
            return granted.contains(number) || !granted.isDisjoint(with: sources)
        }
        let ofClass = before?.row.ofClass ?? draft.values.keys.first?.ofClass
        guard let ofClass, allowed else { throw .foreignGrant }
        let revision = (before?.row.revision ?? 0) + 1
        var entries: [PackedCell] = []
        var tokens: [IndexRow] = []
        if let before {
            guard let packed = try? PackedRow(reading: before.row.packed) else { throw .integrity }
            let touched = Self.touched(by: draft, charter)
            entries = packed.cells.filter { !touched.contains($0.field) }
            tokens = before.tokens.filter { !touched.contains($0.number.field) }
        }
        for (number, value) in draft.values {
            guard let rule = charter.field(number) else { throw .foreignGrant }
            let place = Spot(rule: rule, subject: keys.subject, record: draft.record, revision: revision)
            entries += try sealed(value, place, keys)
            tokens += try indexed(value, place)
        }
        let row = RecordRow(
            subject: keys.subject, record: draft.record, parent: before?.row.parent ?? draft.parent,
            ofClass: ofClass,
            revision: revision, created: before?.row.created ?? now, changed: now,
            intent: IntentPosition(log: 0, sequence: 0), packed: try Self.packed(entries))
        return SealedRecord(row: row, tokens: tokens)
    }

    /// The fields of a record that a write replaces: its own, and whatever is read out of them, which may be nothing
    /// this time.
    private static func touched(by draft: RecordDraft, _ charter: Charter) -> Set<UInt32> {
        let written = draft.values.keys
        let sources = Set(written.compactMap { charter.field($0)?.path })
        let derived = charter.fields.values.filter { !sources.isDisjoint(with: $0.sources) }
        return Set(written.map(\.field) + derived.map(\.number.field))
    }

    /// The index token of what somebody looks for, a token a generation.
    ///
    /// - Parameters:
    ///   - grant: the charter's permission to find by this field.
    ///   - number: the field.
    ///   - normalised: what is looked for, normalised.
    /// - Returns: generation and token, newest last; empty when this process holds no index key of the field.
    /// - Throws: ``FieldsError/foreignGrant``.
    package func tokens(
        _ grant: borrowing Grant, _ number: FieldNumber, normalised: [UInt8]
    ) throws(FieldsError) -> [(generation: UInt16, token: [UInt8])] {
        guard grant.vault == vault, grant.action == .find || grant.action == .match,
            grant.cells.contains(where: { $0.number == number })
        else { throw .foreignGrant }
        return keyring.generations(.index(number)).map { held in
            (held.record.version, token(held, number, normalised))
        }
    }

    /// The index tokens of a UTC day, a token a generation: by them the vault finds whom to remind.
    ///
    /// No grant is asked for, because nobody is answered.
    ///
    /// - Parameters:
    ///   - rule: a field with an index by days.
    ///   - day: counted from 1970-01-01.
    /// - Returns: generation and token, newest last.
    /// - Throws: ``FieldsError/missingKey`` when this process holds no index key of the field.
    package func tokens(
        _ rule: FieldRule, day: Int
    ) throws(FieldsError) -> [(generation: UInt16, token: [UInt8])] {
        let held = keyring.generations(.index(rule.number))
        guard rule.index?.grain == .day, !held.isEmpty else { throw .missingKey }
        return held.map { ($0.record.version, token($0, rule.number, Normalised.day(day))) }
    }

    private func sealed(_ value: [UInt8], _ spot: Spot, _ keys: SubjectKeys) throws(FieldsError)
        -> [PackedCell]
    {
        let address = Self.scope(of: spot.rule, subject: spot.subject, record: spot.record)
        guard let scope = keys.scopes[address] else { throw .missingKey }
        var texts: [(SealedKind, KeyUse, [UInt8])] = [(.value, .field(spot.rule.number), value)]
        if spot.rule.tier == 3, let mask = spot.rule.mask, !mask.isConstant {
            let text = Array(mask.apply(to: value, as: spot.rule.type).utf8)
            texts.append((.masked, .masked(spot.rule.number), text))
        }
        var entries: [PackedCell] = []
        for (kind, use, text) in texts {
            guard let held = keyring.newest(use) else { throw .missingKey }
            let sealed = unsafe text.withUnsafeBytes {
                unsafe sealer.seal(
                    $0, paddedTo: spot.rule.pad, under: held.key, version: held.record.version,
                    scope: scope.key,
                    context: spot.context(kind, vault: vault))
            }
            entries.append(
                PackedCell(
                    field: spot.rule.number.field, kind: kind.rawValue, scope: address.kind,
                    revision: spot.revision,
                    sealed: sealed))
        }
        return entries
    }

    private static func packed(_ cells: [PackedCell]) throws(FieldsError) -> [UInt8] {
        var row = PackedRow()
        for cell in cells { row.put(cell) }
        do { return try row.bytes() } catch { throw .tooLarge }
    }

    private func indexed(_ value: [UInt8], _ spot: Spot) throws(FieldsError) -> [IndexRow] {
        let normalised: [UInt8]? =
            switch spot.rule.index?.grain {
            case .exact: Normalised.bytes(value, as: spot.rule.type)
            case .day: Normalised.day(value, as: spot.rule.type)
            case nil: nil
            }
        guard let normalised else { return [] }
        let held = keyring.generations(.index(spot.rule.number))
        guard !held.isEmpty else { throw .missingKey }
        return held.map {
            IndexRow(
                number: spot.rule.number, generation: $0.record.version,
                token: token($0, spot.rule.number, normalised),
                subject: spot.subject, record: spot.record)
        }
    }

    private func token(_ held: HeldKey, _ number: FieldNumber, _ normalised: [UInt8]) -> [UInt8] {
        Derive.indexToken(
            held.key, vault: vault, number: number, generation: held.record.version, normalised: normalised)
    }
}

/// Where a value is going.
private struct Spot {
    let rule: FieldRule
    let subject: SubjectID
    let record: RecordID
    let revision: UInt64

    func context(_ kind: SealedKind, vault: VaultID) -> SealingContext {
        SealingContext(
            kind: kind, vault: vault, ofClass: rule.number.ofClass, field: rule.number.field,
            subject: subject.bits,
            record: record.bits, revision: revision)
    }
}
