/// The three numbers that a mail server says more with, as 4.7.1 (RFC 3463).
package struct EnhancedStatus: Hashable, Sendable, CustomStringConvertible {
    /// 2, 4 or 5.
    package let category: UInt8
    /// What it is about, 0...999.
    package let subject: UInt16
    /// The detail, 0...999.
    package let detail: UInt16

    /// Reads the numbers at the start of a text; nil if there are none.
    package init?(startOf text: some Collection<UInt8>) {
        let word = text.prefix(10).prefix { $0 != UInt8(ascii: " ") && $0 != 13 && $0 != 10 }
        let numbers = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers.allSatisfy({ 1...3 ~= $0.count && $0.allSatisfy { 48...57 ~= $0 } })
        else { return nil }
        let values = numbers.map { $0.reduce(UInt16(0)) { $0 * 10 + UInt16($1 - 48) } }
        guard [2, 4, 5].contains(values[0]) else { return nil }
        category = UInt8(values[0])
        subject = values[1]
        detail = values[2]
    }

    /// With dots between.
    package var description: String { "\(category).\(subject).\(detail)" }
}
