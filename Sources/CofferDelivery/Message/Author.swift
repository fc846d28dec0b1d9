package import CofferModel

/// Who a message is from, as readers see it: the company, never a member of staff.
package struct Author: Hashable, Sendable, Withheld {
    /// A name beside the address; nil for none.
    package let name: String?
    /// The address that answers go to.
    package let address: MailAddress

    /// Takes name and address.
    ///
    /// - Throws: `delivery.sender_name` for a name that is empty, too long or no single line.
    package init(name: String?, address: MailAddress) throws(BadValue) {
        if let name {
            guard 1...DeliveryLimits.senderNameScalars ~= name.unicodeScalars.count,
                name.unicodeScalars.allSatisfy(\.isPrintable)
            else { throw BadValue("delivery.sender_name") }
        }
        self.name = name
        self.address = address
    }
}
