import CofferLedger

extension Vault {
    /// How many rows the ledger of this process has.
    package var ledgerSize: Int { Int(clamping: ledger.head.size) }

    /// For how many seconds the anchor has lacked a commit of this ledger; 0 while it lacks none.
    ///
    /// More than ten minutes, ``Limits/anchorLag`` in milliseconds, is an alarm.
    package var anchorLag: Int {
        guard let since = ledger.anchorLag.since else { return 0 }
        return max(0, Int((time.now().milliseconds - since.milliseconds) / 1000))
    }
}
