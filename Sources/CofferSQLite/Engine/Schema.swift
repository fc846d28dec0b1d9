/// What tells one kind of database from another: its mark, its tables, its way with deleted bytes.
struct Schema: Sendable {
    /// The application id in the file's header.
    let application: UInt32
    /// Each number's statements, in order; a number that was released never changes.
    let migrations: [String]
    /// `ON` overwrites all that is deleted, `FAST` what costs no further write.
    let secureDelete: String
    /// How many bytes of the file reads may map.
    let mappedBytes: Int
}
