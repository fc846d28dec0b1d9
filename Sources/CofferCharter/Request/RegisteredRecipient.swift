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

    /// Whether he gets a kind now.
    ///
    /// - Parameters:
    ///   - rule: the kind.
    ///   - now: the time.
    /// - Returns: whether the register has him for it.
    package func gets(_ rule: NoticeRule, at now: Timestamp) -> Bool {
        rule.to.contains(isStaff ? .staff : .recipient) && kinds.contains(rule.kind)
            && (until.map { now < $0 } ?? true)
    }
}
