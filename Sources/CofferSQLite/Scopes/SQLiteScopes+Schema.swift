extension Schema {
    /// The tables of `scopes.db` (docs/formats/stores.md).
    static let scopes = Schema(
        application: 0x4346_5253,  // "CFRS"
        migrations: [
            """
            CREATE TABLE scope (
                owner BLOB NOT NULL CHECK (length(owner) = 16),
                kind INTEGER NOT NULL,
                day INTEGER NOT NULL,
                record BLOB NOT NULL CHECK (length(record) = 16),
                epoch INTEGER NOT NULL,
                sealed BLOB NOT NULL,
                PRIMARY KEY (owner, kind, day, record)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE erase_mark (
                owner BLOB NOT NULL CHECK (length(owner) = 16),
                record BLOB CHECK (length(record) = 16),
                kind INTEGER,
                intent_log INTEGER NOT NULL,
                intent_sequence INTEGER NOT NULL
            ) STRICT;
            """
        ],
        secureDelete: "ON",
        mappedBytes: 0)
}
