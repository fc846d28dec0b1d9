/// The answer of ``LedgerVerifier``.
package struct LedgerVerification: Hashable, Sendable {
    /// The number of rows that sound checkpoints cover and that are what was recorded.
    package internal(set) var size: UInt64 = 0
    /// The number of sound checkpoints.
    package internal(set) var checkpoints = 0
    /// The last sound checkpoint of the file, whether or not the rows are what it was signed for.
    package internal(set) var newest: Checkpoint?
    /// The size that the anchor holds; nil when none was given or there is none.
    package internal(set) var anchoredSize: UInt64?
    /// What is wrong, the first bad row before what follows from it; empty when the log is whole.
    package internal(set) var findings: [Finding] = []

    /// Whether nothing is wrong.
    package var isWhole: Bool { findings.isEmpty }

    /// Damage is found, not thrown: what is thrown comes from the operating system.
    mutating func find(_ error: LedgerError) {
        if case .file(let fault) = error { findings.append(.unreadable(fault)) }
    }
}
