/// A row's place in the ledger: `1:42` is row 42 of log 1.
public struct LedgerPlace: Hashable, Sendable, LosslessStringConvertible {
    /// The log.
    public let log: UInt16
    /// The row's number in it, from 1.
    public let sequence: UInt64

    /// Names a row.
    ///
    /// - Parameters:
    ///   - log: the log.
    ///   - sequence: the row's number in it.
    public init(log: UInt16, sequence: UInt64) {
        self.log = log
        self.sequence = sequence
    }

    /// Reads a place as it is written.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }),
            let log = UInt16(parts[0]), let sequence = UInt64(parts[1]), log > 0, sequence > 0
        else { return nil }
        self.init(log: log, sequence: sequence)
    }

    /// Log and number, with a colon between.
    public var description: String { "\(log):\(sequence)" }
}
