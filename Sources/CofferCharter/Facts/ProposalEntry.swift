package import CofferModel

/// A change of the staff directory that one administrator wants and another has not approved yet.
///
/// Lies in the keyring beside the directory, under a hash of its own in the manifest: nobody makes or changes one by
/// writing to the storage.
package struct ProposalEntry: Hashable, Sendable {
    /// Somebody who is to be entered, or given roles.
    package struct Entering: Hashable, Sendable {
        /// What colleagues call him.
        package let name: String
        /// The operating system's user.
        package let uid: UInt32
        /// A person or a program.
        package let kind: StaffKind
        /// The roles to be given.
        package let roles: Set<RoleName>
        /// Who was entered under this user when it was proposed; nil for nobody.
        package let actor: ActorID?

        /// Takes all parts; the directory has checked them.
        package init(name: String, uid: UInt32, kind: StaffKind, roles: Set<RoleName>, actor: ActorID?) {
            self.name = name
            self.uid = uid
            self.kind = kind
            self.roles = roles
            self.actor = actor
        }
    }

    /// What is to be done.
    package enum Change: Hashable, Sendable {
        case roles(Entering)
        case disable(ActorID)
        case enable(ActorID)
        /// A public key of 32 bytes.
        case loginKey(ActorID, [UInt8])
    }

    /// Its number.
    package let id: ProposalID
    /// What is to be done.
    package let change: Change
    /// Who proposed it.
    package let proposer: ActorID
    /// When.
    package let proposed: Timestamp

    /// Takes all parts.
    package init(id: ProposalID, change: Change, proposer: ActorID, proposed: Timestamp) {
        self.id = id
        self.change = change
        self.proposer = proposer
        self.proposed = proposed
    }

    /// From when on nobody can approve it any more.
    package var ends: Timestamp { proposed.adding(seconds: Limits.proposalSeconds) }
}

extension ProposalEntry.Change {
    /// The word for it.
    package var word: StaffChange {
        switch self {
        case .roles: .roles
        case .disable: .disable
        case .enable: .enable
        case .loginKey: .loginKey
        }
    }

    /// Whom it concerns, if he is entered.
    package var person: ActorID? {
        switch self {
        case .roles(let entering): entering.actor
        case .disable(let actor), .enable(let actor), .loginKey(let actor, _): actor
        }
    }

    /// The roles it gives.
    package var roles: [RoleName] {
        if case .roles(let entering) = self { entering.roles.sorted() } else { [] }
    }
}
