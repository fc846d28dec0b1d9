package import CofferModel
package import CofferStore

/// Rows to fill a store with, made from small numbers so that a failing test names them.
package enum StoreRows {
    /// A subject by number.
    package static func subject(_ number: UInt64) -> SubjectID { SubjectID(bits: UInt128(number) << 64 | 1) }
    /// A record by number.
    package static func record(_ number: UInt64) -> RecordID { RecordID(bits: UInt128(number) << 64 | 2) }
    /// 16 bytes by number.
    package static func token(_ number: UInt64) -> [UInt8] { BigEndian.bytes(UInt128(number) << 64 | 3) }
    /// A position in log 1, unless another is named.
    package static func intent(_ sequence: UInt64, log: UInt16 = 1) -> IntentPosition {
        IntentPosition(log: log, sequence: sequence)
    }

    /// A record's row.
    package static func row(
        _ number: UInt64, of subject: UInt64, revision: UInt64 = 1, intent: IntentPosition = intent(1),
        parent: RecordID? = nil, packed: [UInt8] = [1, 2, 3]
    ) -> RecordRow {
        RecordRow(
            subject: self.subject(subject), record: record(number), parent: parent, ofClass: 65_535,
            revision: revision, created: Timestamp(milliseconds: -1), changed: Timestamp(milliseconds: 2),
            intent: intent, packed: packed)
    }

    /// A record's index row.
    package static func index(_ number: UInt64, of subject: UInt64, token: UInt64) -> IndexRow {
        IndexRow(
            number: FieldNumber(ofClass: 65_535, field: .max), generation: 1, token: self.token(token),
            subject: self.subject(subject), record: record(number))
    }

    /// A subject's facts.
    package static func facts(
        _ subject: UInt64, revision: UInt64 = 1, intent: IntentPosition = intent(1)
    ) -> FactsRow {
        FactsRow(subject: self.subject(subject), revision: revision, intent: intent, sealed: [9, 9])
    }

    /// A reference of an import.
    package static func reference(
        _ token: UInt64, subject: UInt64?, record: UInt64? = nil, content: Digest? = .zero
    ) -> ReferenceRow {
        ReferenceRow(
            token: self.token(token), ofClass: 7, subject: subject.map(self.subject),
            record: record.map(self.record), content: content)
    }

    /// A remembered write.
    package static func idempotency(_ token: UInt64, day: Int) -> IdempotencyRow {
        IdempotencyRow(token: self.token(token), day: day, body: .zero, answer: [])
    }

    /// A notice by number.
    package static func notice(_ number: UInt64) -> NoticeID { NoticeID(bits: UInt128(number) << 64 | 4) }

    /// A notice's row, queued at 0 and due when `due` says.
    package static func notice(
        _ number: UInt64, of subject: UInt64, due: Int64 = 0, expires: Int64 = 1000,
        state: OutboxProgress.State = .queued, tries: Int = 0, reason: String? = nil,
        intent: IntentPosition = intent(1)
    ) -> OutboxRow {
        OutboxRow(
            notice: notice(number), subject: self.subject(subject), created: Timestamp(milliseconds: 0),
            expires: Timestamp(milliseconds: expires), sealed: [4, 4],
            progress: OutboxProgress(
                state: state, tries: tries, due: Timestamp(milliseconds: due),
                changed: Timestamp(milliseconds: 1), reason: reason, intent: intent))
    }

    /// An order's row, open unless `sealed` is nil.
    package static func order(
        _ number: UInt64, of subject: UInt64, revision: UInt64 = 1, intent: IntentPosition = intent(1),
        sealed: [UInt8]? = [6, 6]
    ) -> OrderRow {
        OrderRow(
            name: Reference(bits: UInt128(number) << 64 | 5), subject: self.subject(subject),
            revision: revision, intent: intent, sealed: sealed)
    }

    /// What was issued.
    package static func issued(
        _ token: UInt64, target: UInt64, owner: UInt64 = 1, expires: Int64 = 1000, fill: UInt8 = 5
    ) -> IssuedRow {
        IssuedRow(
            token: self.token(token), target: self.token(target), owner: self.token(owner),
            expires: Timestamp(milliseconds: expires), sealed: [fill])
    }

    /// A subject's scope.
    package static func scope(_ kind: UInt16, of subject: UInt64, fill: UInt8 = 7) -> WrappedScope {
        WrappedScope(
            address: ScopeAddress(kind: kind, day: 0, owner: self.subject(subject).bits, record: 0), epoch: 1,
            sealed: [UInt8](repeating: fill, count: 80))
    }
}
