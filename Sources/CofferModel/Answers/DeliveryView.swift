/// Which ways out an installation has, and which ones wait for a second administrator.
public struct DeliveryView: Hashable, Sendable {
    /// Settings that one administrator wants and another has not approved yet.
    public struct Waiting: Hashable, Sendable {
        /// Their number: what approving names.
        public let id: ProposalID
        /// The settings, as docs/operating/delivery.md has them.
        public let settings: JSON
        /// Who wants them: he is never the one who approves.
        public let proposer: ActorID
        /// What he is called.
        public let proposerName: String
        /// Since when.
        public let proposed: Timestamp
        /// When they end by themselves.
        public let ends: Timestamp

        /// Takes all parts.
        ///
        /// - Parameters:
        ///   - id: their number.
        ///   - settings: the document.
        ///   - proposer: who wants them.
        ///   - proposerName: what he is called.
        ///   - proposed: since when.
        ///   - ends: when they end.
        public init(
            id: ProposalID, settings: JSON, proposer: ActorID, proposerName: String, proposed: Timestamp,
            ends: Timestamp
        ) {
            self.id = id
            self.settings = settings
            self.proposer = proposer
            self.proposerName = proposerName
            self.proposed = proposed
            self.ends = ends
        }
    }

    /// The settings in force; nil while nothing is delivered.
    public let settings: JSON?
    /// What waits; nil for nothing.
    public let waiting: Waiting?

    /// Takes both.
    ///
    /// - Parameters:
    ///   - settings: the document in force.
    ///   - waiting: what waits.
    public init(settings: JSON?, waiting: Waiting?) {
        self.settings = settings
        self.waiting = waiting
    }
}

extension DeliveryView {
    /// Both, for programs.
    public var json: JSON { ["settings": settings ?? .null, "waiting": waiting?.json ?? .null] }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: a view.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let settings = try members.required("settings")
        let waiting = try members.required("waiting")
        self.settings = settings == .null ? nil : settings
        self.waiting = waiting == .null ? nil : try Waiting(json: waiting)
        try members.end()
    }
}

extension DeliveryView.Waiting {
    fileprivate var json: JSON {
        [
            "proposal": .string(id.description), "settings": settings,
            "proposer": ["actor": .string(proposer.description), "name": .string(proposerName)],
            "proposed": .string(proposed.description), "ends": .string(ends.description),
        ]
    }

    fileprivate init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        var by = try Members(try members.required("proposer"))
        id = try members.text("proposal") { ProposalID($0) }
        settings = try members.required("settings")
        proposer = try by.text("actor") { ActorID($0) }
        proposerName = try by.text("name") { $0 }
        proposed = try members.text("proposed") { Timestamp($0) }
        ends = try members.text("ends") { Timestamp($0) }
        try by.end()
        try members.end()
    }
}
