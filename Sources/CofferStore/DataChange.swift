package import CofferModel

/// One change of a batch; a batch is written whole or not at all.
package enum DataChange: Hashable, Sendable {
    /// Adds a record with its tokens; conflicts with a record of the same identifier.
    case insertRecord(RecordRow, [IndexRow])
    /// Puts a new row and new tokens in place of all the record had; conflicts unless its revision is `expected`.
    case replaceRecord(RecordRow, expected: UInt64, tokens: [IndexRow])
    /// Removes a record and its tokens, and marks its references erased.
    ///
    /// With `expected`, it conflicts unless the record is there with this revision; without, absence is success,
    /// so that an erasure can be repeated.
    case removeRecord(SubjectID, RecordID, expected: UInt64?)
    /// Adds a subject's facts; conflicts when there are any.
    case insertFacts(FactsRow)
    /// Puts new facts in place of the old; conflicts unless their revision is `expected`.
    case replaceFacts(FactsRow, expected: UInt64)
    /// Removes facts, records, tokens, orders and notices of a subject, and marks his references erased; absence is success.
    case removeSubject(SubjectID)
    /// Adds a reference, or changes the content of one that names the same subject and record.
    ///
    /// It conflicts with one that names another, or whose subject was erased.
    case putReference(ReferenceRow)
    /// Remembers a write; conflicts when the token is remembered already.
    case putIdempotency(IdempotencyRow)
    /// Forgets writes of earlier days.
    case dropIdempotency(beforeDay: Int)
    /// Adds an order, or puts it in place of the one with the `expected` revision; conflicts otherwise.
    case putOrder(OrderRow, expected: UInt64?)
    /// Removes a subject's orders whose end this log announced.
    case dropOrders(SubjectID, endedIn: UInt16)
    /// Queues a notice; conflicts with one of the same identifier.
    case insertNotice(OutboxRow)
    /// Notes how far a notice is; conflicts unless it is there in the expected state after as many tries.
    case advanceNotice(NoticeID, expected: OutboxProgress, OutboxProgress)
    /// Removes the notices whose time is over and whose end is noted.
    case dropNotices(expiredBy: Timestamp)
    /// Remembers what was issued; what is remembered already stays.
    ///
    /// It conflicts with a row of the same token or of the same target that is not the same in both.
    case issue(IssuedRow)
    /// Forgets a one-time token that was used; conflicts when it is not there.
    case redeem(token: [UInt8])
    /// Forgets what was issued about one owner; absence is success.
    case forgetIssued(owner: [UInt8])
    /// Forgets what has ended.
    case dropIssued(expiredBy: Timestamp)
}

extension DataChange {
    /// Whether the tokens given with a row are that row's; anything else is a bug of the caller.
    package var isWhole: Bool {
        switch self {
        case .insertRecord(let row, let tokens), .replaceRecord(let row, _, let tokens):
            tokens.allSatisfy { $0.subject == row.subject && $0.record == row.record }
        default: true
        }
    }
}
