import CofferModel

/// The writes that a log says were begun and not that they ended.
struct OpenIntents {
    private let doneThrough: UInt64
    private var open: [UInt64: LedgerRow] = [:]

    /// Intents up to there are done: the checkpoint says so.
    init(after doneThrough: UInt64) { self.doneThrough = doneThrough }

    mutating func note(_ row: LedgerRow) {
        if let closed = row.entry.closes { open[closed] = nil }
        if row.entry.state == .intent, row.sequence > doneThrough { open[row.sequence] = row }
    }

    /// In the order of their numbers.
    var rows: [LedgerRow] { open.values.sorted { $0.sequence < $1.sequence } }
}
