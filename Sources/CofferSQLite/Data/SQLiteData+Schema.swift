extension Schema {
    /// The tables of `data.db` (docs/formats/stores.md).
    ///
    /// Rows with long blobs lie in tables with a rowid, in the order they were written; without one, a row above
    /// a quarter of a page would take an overflow page of its own.
    static let data = Schema(
        application: 0x4346_5244,  // "CFRD"
        migrations: [
            """
            CREATE TABLE record (
                subject BLOB NOT NULL CHECK (length(subject) = 16),
                record BLOB NOT NULL CHECK (length(record) = 16),
                parent BLOB CHECK (length(parent) = 16),
                class INTEGER NOT NULL,
                revision INTEGER NOT NULL,
                created INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                intent_log INTEGER NOT NULL,
                intent_sequence INTEGER NOT NULL,
                packed BLOB NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX record_by_subject ON record (subject, record);
            CREATE UNIQUE INDEX record_by_id ON record (record);
            CREATE INDEX record_by_intent ON record (intent_log, intent_sequence);

            CREATE TABLE facts (
                subject BLOB NOT NULL CHECK (length(subject) = 16),
                revision INTEGER NOT NULL,
                intent_log INTEGER NOT NULL,
                intent_sequence INTEGER NOT NULL,
                sealed BLOB NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX facts_by_subject ON facts (subject);
            CREATE INDEX facts_by_intent ON facts (intent_log, intent_sequence);

            CREATE TABLE token (
                subject BLOB NOT NULL CHECK (length(subject) = 16),
                record BLOB NOT NULL CHECK (length(record) = 16),
                class INTEGER NOT NULL,
                field INTEGER NOT NULL,
                generation INTEGER NOT NULL,
                token BLOB NOT NULL CHECK (length(token) = 16),
                PRIMARY KEY (subject, record, class, field, generation, token)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX token_find ON token (class, field, generation, token);

            CREATE TABLE import_reference (
                token BLOB PRIMARY KEY CHECK (length(token) = 16),
                class INTEGER NOT NULL,
                subject BLOB CHECK (length(subject) = 16),
                record BLOB CHECK (length(record) = 16),
                content BLOB CHECK (length(content) = 32)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX import_reference_by_subject ON import_reference (subject, record)
                WHERE subject IS NOT NULL;

            CREATE TABLE idempotency (
                token BLOB PRIMARY KEY CHECK (length(token) = 16),
                day INTEGER NOT NULL,
                body BLOB NOT NULL CHECK (length(body) = 32),
                answer BLOB NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX idempotency_by_day ON idempotency (day);
            """,
            """
            CREATE TABLE outbox (
                notice BLOB NOT NULL CHECK (length(notice) = 16),
                subject BLOB NOT NULL CHECK (length(subject) = 16),
                created INTEGER NOT NULL,
                expires INTEGER NOT NULL,
                state INTEGER NOT NULL,
                tries INTEGER NOT NULL,
                due INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                reason TEXT,
                intent_log INTEGER NOT NULL,
                intent_sequence INTEGER NOT NULL,
                sealed BLOB NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX outbox_by_notice ON outbox (notice);
            CREATE INDEX outbox_by_subject ON outbox (subject, notice);
            CREATE INDEX outbox_due ON outbox (due, notice) WHERE state = 0;
            CREATE INDEX outbox_by_expiry ON outbox (expires);
            CREATE INDEX outbox_by_intent ON outbox (intent_log, intent_sequence);

            CREATE TABLE issued (
                token BLOB PRIMARY KEY CHECK (length(token) = 16),
                target BLOB NOT NULL UNIQUE CHECK (length(target) = 16),
                owner BLOB NOT NULL CHECK (length(owner) = 16),
                expires INTEGER NOT NULL,
                sealed BLOB NOT NULL
            ) STRICT;
            CREATE INDEX issued_by_owner ON issued (owner);
            CREATE INDEX issued_by_expiry ON issued (expires);
            """,
            """
            CREATE TABLE card_order (
                name BLOB PRIMARY KEY CHECK (length(name) = 16),
                subject BLOB NOT NULL CHECK (length(subject) = 16),
                revision INTEGER NOT NULL,
                intent_log INTEGER NOT NULL,
                intent_sequence INTEGER NOT NULL,
                sealed BLOB
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX card_order_by_subject ON card_order (subject, name);
            CREATE INDEX card_order_by_intent ON card_order (intent_log, intent_sequence);
            """,
        ],
        secureDelete: "FAST",
        mappedBytes: 1 << 28)
}
