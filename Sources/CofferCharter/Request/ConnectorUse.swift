package import CofferModel

/// A connector that values are to go to, as the signed settings have it, and for what it takes them this time.
package struct ConnectorUse: Hashable, Sendable {
    /// The fields that it may take.
    package let fields: Set<FieldPath>
    /// The purposes that it may take them for.
    package let purposes: Set<Purpose>
    /// The address of ours that it is reached from, as text; nil where any will do.
    package let source: String?
    /// Whether all of the way is encrypted, from here to where the value is used.
    package let isEncrypted: Bool
    /// What it takes them for.
    package let object: Object
    /// Whether it has been used as often in this hour as the settings allow.
    package let isSpent: Bool

    /// What one use is for.
    package enum Object: Hashable, Sendable {
        /// An order of the customer's that is open and names this record; nil where there is none.
        case order(RecordID?)
        /// The device whose record it is.
        case device
    }

    /// Takes what the settings and the request say.
    package init(
        fields: Set<FieldPath>, purposes: Set<Purpose>, source: String?, isEncrypted: Bool, object: Object,
        isSpent: Bool
    ) {
        self.fields = fields
        self.purposes = purposes
        self.source = source
        self.isEncrypted = isEncrypted
        self.object = object
        self.isSpent = isSpent
    }
}
