package import CofferModel

/// What an installation chose, hashed in the manifest.
///
/// Nobody changes it by writing to the storage: where mail goes is decided by administrators, not by files.
package struct Configuration: Hashable, Sendable {
    /// Delivery settings that one administrator wants and another has not approved yet.
    package struct Proposed: Hashable, Sendable {
        /// Its number.
        package let id: ProposalID
        /// The settings as a document.
        package let settings: JSON
        /// Who wants them.
        package let proposer: ActorID
        /// Since when.
        package let proposed: Timestamp

        /// Takes all parts.
        package init(id: ProposalID, settings: JSON, proposer: ActorID, proposed: Timestamp) {
            self.id = id
            self.settings = settings
            self.proposer = proposer
            self.proposed = proposed
        }

        /// From when on nobody can approve them any more.
        package var ends: Timestamp { proposed.adding(seconds: Limits.proposalSeconds) }
    }

    /// The directory of the ledger's anchor.
    package let anchor: String
    /// The delivery settings in force, as a document that CofferDelivery reads; nil while nothing is delivered.
    package var delivery: JSON?
    /// Other ones that wait for a second administrator.
    package var proposed: Proposed?

    /// Takes the anchor; nothing is delivered yet.
    package init(anchor: String) { self.anchor = anchor }
}

extension Configuration {
    /// What is not there has no member: so keyrings made before there were such settings keep their hash.
    var json: JSON {
        var members: [String: JSON] = ["anchor": .string(anchor)]
        members["delivery"] = delivery
        members["proposed_delivery"] = proposed?.json
        return .object(members)
    }

    init?(_ json: JSON) {
        do throws(Members.Unexpected) {
            var members = try Members(json)
            anchor = try members.text("anchor") { $0 }
            delivery = members.optional("delivery")
            proposed = try members.takeIfPresent("proposed_delivery") { Proposed($0) }
            try members.end()
        } catch { return nil }
    }
}

extension Configuration.Proposed {
    fileprivate var json: JSON {
        [
            "proposal": .string(id.description), "settings": settings,
            "proposer": .string(proposer.description), "proposed": .string(proposed.description),
        ]
    }

    fileprivate init?(_ json: JSON) {
        do throws(Members.Unexpected) {
            var members = try Members(json)
            id = try members.text("proposal") { ProposalID($0) }
            settings = try members.required("settings")
            proposer = try members.text("proposer") { ActorID($0) }
            proposed = try members.text("proposed") { Timestamp($0) }
            try members.end()
        } catch { return nil }
    }
}
