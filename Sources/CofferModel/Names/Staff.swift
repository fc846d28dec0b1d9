/// Whether a person or a program acts under an entry of the staff directory.
public enum StaffKind: String, Hashable, Sendable, CaseIterable {
    case person, service
}

/// What a change of the staff directory does; a proposal and its ledger rows name it.
public enum StaffChange: String, Hashable, Sendable, CaseIterable {
    /// Enters somebody, or gives roles to somebody who is entered.
    case roles
    /// Ends somebody's rights.
    case disable
    /// Gives them back.
    case enable
    /// Puts a new login key in the place of a lost one.
    case loginKey = "login_key"
}
