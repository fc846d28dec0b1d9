extension Schema {
    /// The tables of `scopes.db` (docs/formats/stores.md).
    ///
    /// Keys lie in slots that are never deleted nor moved: a destroyed one is overwritten where it lies. In a tree that
    /// splits its pages, `secure_delete` misses the copies a split leaves behind (measured: 2 of 6,000 keys).
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
                slot INTEGER NOT NULL,
                PRIMARY KEY (owner, kind, day, record)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE key_slot (
                id INTEGER PRIMARY KEY,
                sealed BLOB NOT NULL CHECK (length(sealed) = 80)
            ) STRICT;

            CREATE TABLE free_slot (id INTEGER PRIMARY KEY) STRICT;

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
