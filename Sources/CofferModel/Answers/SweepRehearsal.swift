/// What a sweep would take now.
public struct SweepRehearsal: Hashable, Sendable {
    /// Keys of one retention code.
    public struct Keys: Hashable, Sendable {
        /// How many would go.
        public var keys = 0
        /// How many are due, and stay until they have been for a day.
        public var waiting = 0

        /// Starts with none.
        public init() {}
    }

    /// How many customers were looked at.
    public var subjects = 0
    /// How many customers would be left as they are: their rows are not what the ledger says.
    public var skipped = 0
    /// Whether a sweep would be refused, until an administrator says that the clock is right.
    public var isGap = false
    /// What is due, by the name of its retention code.
    public var codes: [String: Keys] = [:]

    /// Starts with nothing due.
    public init() {}
}

extension SweepRehearsal {
    /// The answer for programs.
    public var json: JSON {
        [
            "subjects": .integer(Int64(subjects)), "skipped": .integer(Int64(skipped)), "gap": .bool(isGap),
            "codes": .object(
                codes.mapValues {
                    ["keys": .integer(Int64($0.keys)), "waiting": .integer(Int64($0.waiting))]
                }),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        self.init()
        let number: (JSON) -> Int? = { $0.integer.flatMap { Int(exactly: $0) } }
        var members = try Members(json)
        subjects = try members.take("subjects", number)
        skipped = try members.take("skipped", number)
        isGap = try members.take("gap", \.bool)
        for (name, json) in try members.take("codes", \.object) {
            var one = try Members(json)
            codes[name, default: Keys()].keys = try one.take("keys", number)
            codes[name, default: Keys()].waiting = try one.take("waiting", number)
            try one.end()
        }
        try members.end()
    }
}
