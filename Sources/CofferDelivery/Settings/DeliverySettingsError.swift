package import CofferModel

/// Why settings were refused: the rule, and where it was broken; never what stood there.
package struct DeliverySettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The broken rule.
    package let rule: Rule
    /// The member as the documentation writes it, as `mail.smtp.port`; for one that is not known, the object it is in.
    package let member: String

    /// Rule and member.
    package var description: String { member.isEmpty ? "\(rule)" : "\(rule): \(member)" }
}
