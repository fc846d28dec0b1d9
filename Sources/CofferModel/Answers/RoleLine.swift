/// What somebody may do in one role, and how much of it he may still do within the hour.
public struct RoleLine: Hashable, Sendable {
    /// The role.
    public let role: RoleName
    /// For what the charter lets it ask.
    public let purposes: [Purpose]
    /// Values that may still be shown in the clear.
    public let clearValuesLeft: Int
    /// Subjects of whom something may still be shown.
    public let subjectsLeft: Int
    /// Searches and comparisons that are left.
    public let probesLeft: Int

    /// Takes what is left.
    ///
    /// - Parameters:
    ///   - role: the role.
    ///   - purposes: for what the charter lets it ask.
    ///   - clearValuesLeft: clear values.
    ///   - subjectsLeft: subjects.
    ///   - probesLeft: searches and comparisons.
    public init(
        role: RoleName, purposes: [Purpose], clearValuesLeft: Int, subjectsLeft: Int, probesLeft: Int
    ) {
        self.role = role
        self.purposes = purposes
        self.clearValuesLeft = clearValuesLeft
        self.subjectsLeft = subjectsLeft
        self.probesLeft = probesLeft
    }
}

extension RoleLine {
    /// The line for programs.
    public var json: JSON {
        [
            "role": .string(role.description), "purposes": .array(purposes.map { .string($0.rawValue) }),
            "left": [
                "clear_values": .integer(Int64(clearValuesLeft)), "subjects": .integer(Int64(subjectsLeft)),
                "probes": .integer(Int64(probesLeft)),
            ],
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        role = try members.text("role") { RoleName($0) }
        purposes = try members.texts("purposes") { Purpose(rawValue: $0) }
        var left = try Members(try members.required("left"))
        clearValuesLeft = try left.take("clear_values") { $0.integer.map { Int($0) } }
        subjectsLeft = try left.take("subjects") { $0.integer.map { Int($0) } }
        probesLeft = try left.take("probes") { $0.integer.map { Int($0) } }
        try left.end()
        try members.end()
    }
}
