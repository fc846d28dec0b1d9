/// What became of a change of the staff directory.
public enum StaffOutcome: Hashable, Sendable {
    /// It is made: the line of whom it concerns.
    case done(StaffLine)
    /// It waits for a second administrator.
    case proposed(StaffProposal)

    /// The line, if it is made.
    public var line: StaffLine? { if case .done(let line) = self { line } else { nil } }

    /// The proposal, if it waits.
    public var proposal: StaffProposal? { if case .proposed(let proposal) = self { proposal } else { nil } }
}

extension StaffOutcome {
    /// The outcome for programs: one member, `done` or `proposed`.
    public var json: JSON {
        switch self {
        case .done(let line): ["done": line.json]
        case .proposed(let proposal): ["proposed": proposal.json]
        }
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: an outcome.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        if let line = members.optional("done") {
            self = .done(try StaffLine(json: line))
        } else {
            self = .proposed(try StaffProposal(json: try members.required("proposed")))
        }
        try members.end()
    }
}
