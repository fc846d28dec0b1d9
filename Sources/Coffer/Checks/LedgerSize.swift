import CofferLedger

extension Vault {
    /// How many rows the ledger of this process has.
    package var ledgerSize: Int { Int(clamping: ledger.head.size) }
}
