package import CofferModel

/// How many messages may leave, so that a mistake or a stolen session floods nobody.
package struct DeliveryRates: Hashable, Sendable {
    /// Messages to one recipient in an hour.
    package let perRecipientHour: Int
    /// Messages to all recipients at one domain in a minute.
    package let perDomainMinute: Int

    /// Takes both.
    ///
    /// - Parameters:
    ///   - perRecipientHour: 1...``DeliveryLimits/recipientHour``.
    ///   - perDomainMinute: 1...``DeliveryLimits/domainMinute``.
    /// - Throws: `delivery.rate` for others.
    package init(perRecipientHour: Int64, perDomainMinute: Int64) throws(BadValue) {
        guard 1...DeliveryLimits.recipientHour ~= perRecipientHour,
            1...DeliveryLimits.domainMinute ~= perDomainMinute
        else { throw BadValue("delivery.rate") }
        self.perRecipientHour = Int(perRecipientHour)
        self.perDomainMinute = Int(perDomainMinute)
    }
}
