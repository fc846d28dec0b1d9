package import CofferModel

/// A clear value of the addressed subject, which no notice to anybody may hold.
package struct ScannedValue: Hashable, Sendable {
    /// The field's numbers, which are all that an answer names.
    package let number: FieldNumber
    /// The field's type.
    package let type: FieldType
    /// The canonical bytes.
    package let bytes: [UInt8]

    /// Takes a value to look for.
    package init(number: FieldNumber, type: FieldType, bytes: [UInt8]) {
        self.number = number
        self.type = type
        self.bytes = bytes
    }
}

/// Looks for values in a notice before it leaves (S2-13, B18).
///
/// It is the last gate, not the first: slots and their kinds keep values out, the scan finds what a template,
/// a text slot or a mistake let through. `docs/concepts/notices.md` says what it finds and what it does not.
package enum LeakScan {
    /// The fields whose values stand in subject or body, in one of the forms a reader or program could undo.
    ///
    /// A value that every notice of the kind shows, as the amount of an invoice, is for the caller to leave
    /// out.
    ///
    /// - Parameters:
    ///   - notice: what would leave.
    ///   - values: the clear values of its subject.
    /// - Returns: the numbers of the fields found, ascending, each once; never a value or a place.
    package static func leaks(in notice: RenderedNotice, of values: [ScannedValue]) -> [FieldNumber] {
        let haystack = Haystack(notice.subject + "\n" + notice.body)
        var found: Set<FieldNumber> = []
        for value in values where !found.contains(value.number) {
            if Needles.of(value).contains(where: { haystack.holds($0) }) { found.insert(value.number) }
        }
        return found.sorted()
    }
}
