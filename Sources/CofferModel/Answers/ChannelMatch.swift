/// Whose agreed channel an address is; the same empty answer for every other address, whatever the reason.
///
/// A match says from where somebody wrote. It is no proof of who wrote, and unlocks nothing.
public struct ChannelMatch: Hashable, Sendable {
    /// The customers, at most 20; an address that several agreed to is each one's.
    public let subjects: [SubjectID]

    /// Whether there are any.
    public var isMatched: Bool { !subjects.isEmpty }

    /// Takes the customers.
    public init(subjects: [SubjectID]) { self.subjects = subjects }
}

extension ChannelMatch {
    /// The answer for programs: `matched`, and the `subjects` where there are any.
    public var json: JSON {
        guard isMatched else { return ["matched": false] }
        return ["matched": true, "subjects": .array(subjects.map { .string($0.description) })]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let isMatched = try members.take("matched", \.bool)
        subjects = isMatched ? try members.texts("subjects") { SubjectID($0) } : []
        guard isMatched != subjects.isEmpty else { throw .init(member: "subjects") }
        try members.end()
    }
}
