package import CofferModel

/// A kind of label: what it stands for, how it is made, and for whom it stays the same (`docs/concepts/labels.md`).
package struct LabelRule: Hashable, Sendable {
    /// How it is made.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// A keyed hash of the record.
        case mac
        /// A short random text; only the table of issued labels knows what it stands for.
        case table
        /// A keyed hash from which the vault reads the record again without a table.
        case siv
        /// A keyed hash of the network that an address is in.
        case ipPrefix = "ip_prefix"
    }

    /// Where it is the same; outside of that, labels of one thing have nothing in common.
    package enum Scope: String, Hashable, Sendable, CaseIterable {
        /// One message to one recipient.
        case transaction
        /// All messages to one recipient about one record.
        case document
        /// One recipient, and one service of his.
        case relationship
        /// One recipient.
        case recipient
        /// The company's own staff.
        case `internal`
    }

    /// How much of an address a label of its network tells apart, in bits.
    package struct Networks: Hashable, Sendable {
        /// Of version 4, at most 24.
        package let version4: Int
        /// Of version 6, at most 48.
        package let version6: Int
    }

    /// The kind's name, as a slot names it.
    package let kind: String
    /// The field it stands for: the `id` of a class, the field that holds an address, or ``customer``.
    package let path: FieldPath
    /// How it is made.
    package let mode: Mode
    /// Where it is the same.
    package let scope: Scope
    /// How long it is the same.
    package let period: LabelPeriod
    /// For ``Mode/ipPrefix``, how fine.
    package let networks: Networks
    /// How it is written, unless the service says otherwise.
    package let format: LabelFormat
    /// How it is written for certain services (S2-14).
    package let services: [String: LabelFormat]
    /// Where the charter says so.
    package let place: Place

    /// What stands in the place of a field for a label of the customer himself; no class has this name.
    package static let customer = FieldPath(className: "customer", field: "id")

    /// How a label is written for a service.
    package func format(for service: String) -> LabelFormat { services[service] ?? format }

    /// Every format that its labels are written in.
    package var formats: Set<LabelFormat> { Set(services.values).union([format]) }
}
