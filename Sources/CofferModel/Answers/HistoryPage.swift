/// Some rows of the ledger, and from where to go on.
public struct HistoryPage: Hashable, Sendable {
    /// The rows, oldest first.
    public let rows: [HistoryLine]
    /// The oldest row that was looked at, when there are older ones.
    ///
    /// Asked again for what stands before it, the ledger goes on there. Nil when its beginning was reached.
    public let more: LedgerPlace?

    /// Takes the rows, and from where to go on.
    ///
    /// - Parameters:
    ///   - rows: the rows, oldest first.
    ///   - more: the oldest row that was looked at, when there are older ones.
    public init(rows: [HistoryLine], more: LedgerPlace?) {
        self.rows = rows
        self.more = more
    }
}

extension HistoryPage {
    /// The page for programs.
    public var json: JSON {
        var members: [String: JSON] = ["rows": .array(rows.map(\.json))]
        members["more"] = more.map { .string($0.description) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: a page.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        rows = try members.list("rows", HistoryLine.init(json:))
        more = try members.takeIfPresent("more") { $0.string.flatMap { LedgerPlace($0) } }
        try members.end()
    }
}
