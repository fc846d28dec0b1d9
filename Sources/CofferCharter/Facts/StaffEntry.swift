package import CofferModel

/// One member of staff, one service account, or a customer who asks for his own data; never shared (S0-14).
package struct StaffEntry: Hashable, Sendable {
    /// Whether a person or a program acts.
    package typealias Kind = StaffKind

    /// His permanent number, as the ledger names him.
    package let actor: ActorID
    /// The name colleagues know him by; no identity beyond the staff directory.
    package var name: String
    /// The operating system's user.
    package var uid: UInt32?
    /// A person or a program.
    package var kind: Kind
    /// What he may act as, one at a time.
    package var roles: Set<RoleName>
    /// Whether he may act at all.
    package var active: Bool
    /// The version of the confidentiality text he accepted.
    package var acknowledged: Int?
    /// The public key of his second factor.
    package var loginKey: [UInt8]?
    /// When he was entered.
    package var added: Timestamp
    /// When an administrator last gave him his rights back.
    package var enabled: Timestamp?
    /// The customer he is, if he is one: he may then ask about this subject only.
    package var subject: SubjectID?

    /// Takes all parts; the directory has checked them.
    package init(
        actor: ActorID, name: String, uid: UInt32?, kind: Kind, roles: Set<RoleName>, active: Bool,
        acknowledged: Int?, loginKey: [UInt8]?, added: Timestamp, enabled: Timestamp? = nil,
        subject: SubjectID?
    ) {
        self.actor = actor
        self.name = name
        self.uid = uid
        self.kind = kind
        self.roles = roles
        self.active = active
        self.acknowledged = acknowledged
        self.loginKey = loginKey
        self.added = added
        self.enabled = enabled
        self.subject = subject
    }
}
