/// What came of a use: a connector got the values, and nobody else.
public struct Used: Hashable, Sendable {
    /// The connector.
    public let connector: String
    /// Whether it did what it was asked to: a status of 200 to 299.
    public let isAccepted: Bool
    /// The status of its answer.
    public let status: Int
    /// The members of its answer that the settings let through: short texts, numbers, yes or no.
    public let answer: [String: JSON]
    /// Whether one of them repeated a value; then none is here.
    public let isWithheld: Bool

    /// Takes all parts.
    package init(
        connector: String, isAccepted: Bool, status: Int, answer: [String: JSON], isWithheld: Bool
    ) {
        self.connector = connector
        self.isAccepted = isAccepted
        self.status = status
        self.answer = answer
        self.isWithheld = isWithheld
    }

    /// The answer for programs.
    public var json: JSON {
        [
            "connector": .string(connector), "accepted": .bool(isAccepted), "status": .integer(Int64(status)),
            "answer": .object(answer), "withheld": .bool(isWithheld),
        ]
    }

    /// Reads what ``json`` writes.
    ///
    /// - Throws: for any other shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        connector = try members.text("connector") { Name.isValid($0) ? $0 : nil }
        isAccepted = try members.take("accepted", \.bool)
        status = try members.take("status") { $0.integer.flatMap { Int(exactly: $0) } }
        answer = try members.take("answer", \.object)
        isWithheld = try members.take("withheld", \.bool)
        try members.end()
    }
}
