import CofferLedger

extension CofferLedger.Finding {
    /// One line for a person.
    var words: String {
        switch self {
        case .row(let row, let fault): "row \(row) was \(fault.rawValue)"
        case .rows(let rows): "one of the rows \(rows.lowerBound)...\(rows.upperBound) was changed"
        case .missing(let rows): "the rows \(rows.lowerBound)...\(rows.upperBound) are missing"
        case .checkpoint(let number): "checkpoint \(number) is not this log's, or contradicts the one before"
        case .noCheckpoint: "there is no checkpoint"
        case .leaves(let row): "the leaf file is wrong from row \(row) on; opening the vault mends it"
        case .foreignAnchor: "the anchor holds something that the log's key did not sign"
        case .behindAnchor(let size): "shorter than its anchor, which knows \(size) rows: cut or rolled back"
        case .unlikeAnchor(let size): "its first \(size) rows are not those the anchor knows"
        case .unreadable(let fault): "a file cannot be read (\(fault.rawValue))"
        }
    }
}
