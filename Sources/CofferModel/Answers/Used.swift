/// What came of a connector's use: nothing of what it was sent, and of its answer what the settings let through.
public struct Used: Hashable, Sendable {
    /// In which word a connector answered.
    public enum Status: Hashable, Sendable {
        /// The status of its answer over HTTP, 200...999.
        case http(Int)
        /// The exit status of its program, 0...255.
        case exit(Int)

        /// Whether it did what it was asked to: a status of 200 to 299, or an exit with 0.
        public var isAccepted: Bool {
            switch self {
            case .http(let status): 200...299 ~= status
            case .exit(let status): status == 0
            }
        }
    }

    /// The connector.
    public let connector: String
    /// How it answered.
    public let status: Status
    /// The members of its answer that the settings let through: short texts, numbers, yes or no.
    public let answer: [String: JSON]
    /// Whether one of them repeated a value; then none is here.
    public let isWithheld: Bool

    /// Whether it did what it was asked to.
    public var isAccepted: Bool { status.isAccepted }

    /// Takes all parts.
    package init(connector: String, status: Status, answer: [String: JSON], isWithheld: Bool) {
        self.connector = connector
        self.status = status
        self.answer = answer
        self.isWithheld = isWithheld
    }

    /// The answer for programs.
    public var json: JSON {
        [
            "connector": .string(connector), "accepted": .bool(isAccepted), "status": status.json,
            "answer": .object(answer), "withheld": .bool(isWithheld),
        ]
    }

    /// Reads what ``json`` writes.
    ///
    /// - Throws: for any other shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        connector = try members.text("connector") { Name.isValid($0) ? $0 : nil }
        let status = try Status(json: try members.required("status"))
        self.status = status
        _ = try members.take("accepted") { $0.bool == status.isAccepted ? true : nil }
        answer = try members.take("answer", \.object)
        isWithheld = try members.take("withheld", \.bool)
        try members.end()
    }
}

extension Used.Status {
    fileprivate var json: JSON {
        switch self {
        case .http(let status): ["http": .integer(Int64(status))]
        case .exit(let status): ["exit": .integer(Int64(status))]
        }
    }

    fileprivate init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        if let status = try members.takeIfPresent("http", { $0.number(in: 200...999) }) {
            self = .http(status)
        } else {
            self = .exit(try members.take("exit") { $0.number(in: 0...255) })
        }
        try members.end()
    }
}

extension JSON {
    fileprivate func number(in range: ClosedRange<Int>) -> Int? {
        integer.flatMap { Int(exactly: $0) }.flatMap { range ~= $0 ? $0 : nil }
    }
}
