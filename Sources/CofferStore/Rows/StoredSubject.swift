/// All that is stored about one subject, as one read transaction saw it.
package struct StoredSubject: Hashable, Sendable {
    /// His facts, if there are any.
    package var facts: FactsRow?
    /// His records, ascending by identifier.
    package var records: [RecordRow]

    /// Takes what was read.
    package init(facts: FactsRow? = nil, records: [RecordRow] = []) {
        self.facts = facts
        self.records = records
    }
}

/// One record with all its index tokens, ascending, as one read transaction saw them.
package struct StoredRecord: Hashable, Sendable {
    /// The record.
    package let row: RecordRow
    /// Its tokens, ascending.
    package let tokens: [IndexRow]

    /// Takes what was read.
    package init(row: RecordRow, tokens: [IndexRow]) {
        self.row = row
        self.tokens = tokens
    }
}

/// What of a log's intents arrived in the store; read on open to close what a crash left.
package struct ArrivedRows: Hashable, Sendable {
    /// Records whose last write was announced there.
    package var records: [RecordRow]
    /// Facts whose last write was announced there.
    package var facts: [FactsRow]
    /// Notices whose queueing or end was announced there.
    package var notices: [OutboxRow]
    /// Orders whose last write was announced there.
    package var orders: [OrderRow]

    /// Takes what was read.
    package init(
        records: [RecordRow] = [], facts: [FactsRow] = [], notices: [OutboxRow] = [],
        orders: [OrderRow] = []
    ) {
        self.records = records
        self.facts = facts
        self.notices = notices
        self.orders = orders
    }

    /// The numbers of the intents that brought them.
    package var sequences: [UInt64] {
        records.map(\.intent.sequence) + facts.map(\.intent.sequence)
            + notices.map(\.progress.intent.sequence) + orders.map(\.intent.sequence)
    }
}

/// How many rows a data store holds.
package struct DataCounts: Hashable, Sendable {
    /// Subjects that have facts.
    package var subjects: Int
    /// Records.
    package var records: Int
    /// Index tokens.
    package var tokens: Int
    /// Index tokens of records that do not exist; not zero only after tampering.
    package var strayTokens: Int
    /// References of imports, erased ones included.
    package var references: Int
    /// Remembered writes.
    package var idempotency: Int
    /// Notices, those that have left included.
    package var notices: Int
    /// Labels and one-time tokens.
    package var issued: Int
    /// Orders, those that ended included.
    package var orders: Int

    /// Takes the counts.
    package init(
        subjects: Int = 0, records: Int = 0, tokens: Int = 0, strayTokens: Int = 0, references: Int = 0,
        idempotency: Int = 0, notices: Int = 0, issued: Int = 0, orders: Int = 0
    ) {
        self.subjects = subjects
        self.records = records
        self.tokens = tokens
        self.strayTokens = strayTokens
        self.references = references
        self.idempotency = idempotency
        self.notices = notices
        self.issued = issued
        self.orders = orders
    }
}
