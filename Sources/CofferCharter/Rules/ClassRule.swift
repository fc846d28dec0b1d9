import CofferModel

/// A class of records: a card, a device, a contact.
package struct ClassRule: Sendable {
    /// The class's name.
    package let name: String
    /// Its permanent number.
    package let number: UInt16
    /// Its fields by name.
    package let fields: [String: FieldRule]
    /// Where the charter says so.
    package let place: Place
}
