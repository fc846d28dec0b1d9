import CofferDelivery
import CofferModel

/// The ways out of an installation, as its settings say.
package struct Ways: Sendable {
    /// Who writes, and how many may leave.
    package let settings: DeliverySettings
    /// How mail leaves.
    package let mail: any DeliveryTransport
    /// How messages to telephones leave; nil where none do.
    package let phone: (any DeliveryTransport)?

    /// Takes settings and the transports that were made by them.
    ///
    /// - Parameters:
    ///   - settings: from the vault's configuration.
    ///   - mail: how mail leaves.
    ///   - phone: how messages to telephones leave.
    package init(
        settings: DeliverySettings, mail: any DeliveryTransport, phone: (any DeliveryTransport)?
    ) {
        self.settings = settings
        self.mail = mail
        self.phone = phone
    }

    /// The transport to addresses of a field's type; nil where none goes.
    func transport(for type: FieldType) -> (any DeliveryTransport)? {
        switch type {
        case .email: mail
        case .phone: phone
        default: nil
        }
    }
}
