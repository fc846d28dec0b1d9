package import CofferModel

/// What one slot of a notice shows.
///
/// The kinds are the only ways a value gets into a text: each has its own check, and none is looked at for
/// slots.
package enum SlotValue: Hashable, Sendable {
    /// A pseudonym: 1...64 upper-case letters, digits and `- * ~ $ =`.
    case label(String)
    /// A day, written as the language writes days; the day is that of UTC.
    case date(Timestamp)
    /// An amount as CofferForms keeps it, `1234.50`, and the code of its currency.
    case amount(String, currency: String)
    /// One line of text that shows, 1...1,024 bytes.
    case text(String)
    /// The token of a link, or the link: 1...512 characters that a URI may have.
    case token(String)
}
