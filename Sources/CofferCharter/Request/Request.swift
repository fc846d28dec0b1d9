package import CofferModel

/// What somebody asks of the vault, with all that the decision must know about the asker.
///
/// The door fills it in: nothing here is taken from the asker's word but role, purpose, case and reason, and
/// those the charter checks.
package struct Request: Sendable {
    /// The request's number; its grant carries the same.
    package let id: RequestID
    /// The vault asked.
    package let vault: VaultID
    /// Who asks, from the staff directory; nil when the directory does not know him.
    package let staff: StaffEntry?
    /// As what he asks.
    package let role: RoleName
    /// For what.
    package let purpose: Purpose
    /// On which ticket.
    package let caseID: String?
    /// Why, as a code of the charter.
    package let reason: String?
    /// Who approved, from the staff directory.
    package let approver: StaffEntry?
    /// The network address that a value leaves from or the request came from, as text; nil for the local socket.
    package let sourceAddress: String?
    /// Whether the way of the values is encrypted, to the asker or to the connector, or never leaves the host.
    package let secureChannel: Bool
    /// When the asker last proved his second factor.
    package let secondFactorAt: Timestamp?
    /// What is done with the values.
    package let action: Action
    /// Which notice is rendered, for ``Action/notice`` and ``Action/scan``; nil otherwise.
    package let notice: String?
    /// The fields or acts, 1...1,024.
    package let asks: [Ask]
    /// For a notice that leaves now, the current revisions of the subject's addresses; nil when it does not.
    package var sending: [ChannelField: UInt64]?

    /// For ``Action/deliver``, the connector that takes the values; nil for the envelope of a notice.
    package var connector: ConnectorUse?
    /// For a notice that names somebody who is no customer: what the register says of him.
    package var recipient: RegisteredRecipient?

    /// Takes all parts unchecked; the decision checks them.
    package init(
        id: RequestID, vault: VaultID, staff: StaffEntry?, role: RoleName, purpose: Purpose, caseID: String?,
        reason: String?, approver: StaffEntry?, sourceAddress: String?, secureChannel: Bool,
        secondFactorAt: Timestamp?, action: Action, notice: String?, asks: [Ask]
    ) {
        self.id = id
        self.vault = vault
        self.staff = staff
        self.role = role
        self.purpose = purpose
        self.caseID = caseID
        self.reason = reason
        self.approver = approver
        self.sourceAddress = sourceAddress
        self.secureChannel = secureChannel
        self.secondFactorAt = secondFactorAt
        self.action = action
        self.notice = notice
        self.asks = asks
    }
}
