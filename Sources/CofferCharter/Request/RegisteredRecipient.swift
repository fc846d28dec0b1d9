package import CofferModel

/// Somebody who is no customer and gets notices, as the installation's register has him.
package struct RegisteredRecipient: Hashable, Sendable {
    /// Whether he is of the company's own people.
    package let isStaff: Bool
    /// Which kinds of notice he gets; none for somebody who is not in the register.
    package let kinds: Set<String>
    /// When his agreement or ground ends; nil for the company's own people.
    package let until: Timestamp?

    /// Takes what the register says.
    package init(isStaff: Bool, kinds: Set<String>, until: Timestamp?) {
        self.isStaff = isStaff
        self.kinds = kinds
        self.until = until
    }

    /// Somebody who is not in the register.
    package static let unknown = RegisteredRecipient(isStaff: false, kinds: [], until: nil)

    /// What stands against a kind to him now; nil if he gets it.
    ///
    /// - Parameters:
    ///   - rule: the kind.
    ///   - now: the time.
    /// - Returns: `ground_missing` when the register does not have him for it, `agreement_expired` when it did.
    package func refusal(of rule: NoticeRule, at now: Timestamp) -> Code? {
        guard rule.to.contains(isStaff ? .staff : .recipient), kinds.contains(rule.kind) else {
            return .groundMissing
        }
        return until.map { now < $0 } ?? true ? nil : .agreementExpired
    }
}
