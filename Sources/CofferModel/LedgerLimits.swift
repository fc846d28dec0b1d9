extension Limits {
    /// Bytes of the rows of one ledger commit, unless a single append has more.
    public static let ledgerCommitBytes = 16 * 1024 * 1024
    /// Rows that wait for a ledger commit; an append that finds as many is refused.
    public static let ledgerQueuedRows = 8 * ledgerCommitRows
    /// Rows of one page of the ledger.
    public static let historyRows = 10_000
    /// Rows of one page of a subject's history.
    public static let subjectHistoryRows = 1000
    /// Bytes of the rows of one page; one row is always shown.
    public static let historyBytes = 4 * 1024 * 1024
    /// Rows that are looked at for one page.
    public static let scannedRows = 1_000_000
    /// Findings that a check of the whole vault spells out; the rest is counted.
    public static let findings = 1000
    /// How often the anchor is brought up to date while rows are written.
    public static let anchorInterval = 1000
}
