extension Limits {
    /// Bytes of the rows of one ledger commit, unless a single append has more.
    public static let ledgerCommitBytes = 16 * 1024 * 1024
    /// Rows that wait for a ledger commit; an append that finds as many is refused.
    public static let ledgerQueuedRows = 8 * ledgerCommitRows
    /// How often the anchor is brought up to date while rows are written.
    public static let anchorInterval = 1000
}
