package import CofferModel

/// What a charter says of one field: the most that anybody can be granted of it.
package final class FieldRule: Sendable {
    /// `class.field`.
    package let path: FieldPath
    /// The permanent numbers.
    package let number: FieldNumber
    /// What the value is.
    package let type: FieldType
    /// 1 low, 2 personal, 3 high: own mask key, second factor for `clear`.
    package let tier: Int
    /// For what it may be used.
    package let purposes: Set<Purpose>
    /// In which forms it may be answered.
    package let forms: Set<Form>
    /// The finest cut of its masked form.
    package let mask: MaskRule?
    /// Its index, if there is one.
    package let index: IndexRule?
    /// The block it is padded to, 1 or more.
    package let pad: Int
    /// Which notices may carry it, and in which form at most.
    package let outbound: [String: SlotForm]
    /// When it is destroyed.
    package let retention: RetentionRule
    /// What it dies with.
    package let scope: ScopeRule
    /// The category of the Californian report, A…L, or `none`.
    package let category: String
    /// The fields it is read out of when one of them is written, all with one outcome; nobody writes it himself.
    package let sources: [FieldPath]
    /// Where the charter says so.
    package let place: Place

    init(
        path: FieldPath,
        number: FieldNumber,
        type: FieldType,
        tier: Int,
        purposes: Set<Purpose>,
        forms: Set<Form>,
        mask: MaskRule?,
        index: IndexRule?,
        pad: Int,
        outbound: [String: SlotForm],
        retention: RetentionRule,
        scope: ScopeRule,
        category: String,
        sources: [FieldPath],
        place: Place
    ) {
        self.path = path
        self.number = number
        self.type = type
        self.tier = tier
        self.purposes = purposes
        self.forms = forms
        self.mask = mask
        self.index = index
        self.pad = pad
        self.outbound = outbound
        self.retention = retention
        self.scope = scope
        self.category = category
        self.sources = sources
        self.place = place
    }

    /// Whether the vault reads it out of another field of the record.
    package var isDerived: Bool { !sources.isEmpty }
}

/// An index over a field.
package struct IndexRule: Hashable, Sendable {
    /// Which values have one token.
    package enum Grain: String, Hashable, Sendable, CaseIterable {
        /// Equal ones: the field can be searched by.
        case exact
        /// Moments of one UTC day, for the vault's own reminders: nobody searches by it.
        case day
    }

    /// Which values have one token.
    package let grain: Grain
    /// Turns when scope, type, normaliser or grain change, from 1.
    package let generation: UInt16
}

/// What a value dies with, and so which scope key it is sealed under.
package enum ScopeRule: String, Hashable, Sendable, CaseIterable {
    /// The record: this card, this device.
    case record
    /// The subject's values of one retention code.
    case subject
    /// All values of the class from one UTC day; hangs on no subject.
    case day
}
