/// What one slot of a notice shows.
///
/// The kinds are the only ways a value gets into a text: each has its own check, and none is looked at for
/// slots.
package enum SlotValue: Hashable, Sendable {
    /// A pseudonym: 1...64 upper-case letters, digits and `- * ~ $ =`.
    case label(String)
    /// A day, written as the language writes days; the day is that of UTC.
    case date(Timestamp)
    /// A day and the hour that the moment falls into, in UTC, which is named.
    case hour(Timestamp)
    /// An amount as CofferForms keeps it, `1234.50`, and the code of its currency.
    case amount(String, currency: String)
    /// A whole number of 0 or more, with its unit in the form that the number asks for, or without one.
    case count(Int, unit: PluralForms?)
    /// A decimal as CofferForms keeps it, `-3.5`, with its unit likewise.
    case measure(String, unit: PluralForms)
    /// One line of text that shows, 1...1,024 bytes.
    case text(String)
    /// A token that stands for itself: 1...512 characters that a URI may have.
    case token(String)
    /// A link of the company's: an `https` URL of at most 900 bytes, the only thing that HTML makes a link of.
    case link(String)
    /// Nothing: the line with it is left out of the body, and a subject shows a dash.
    case absent
}
