import CofferForms
import CofferModel
import Testing

/// An invoice's number stands in notices, which are compared with the customer's card (P-10).
@Suite struct InvoiceNumberTests {
    private func canonical(_ text: String) throws(BadValue) -> [UInt8] {
        try Canonical.bytes(of: .string(text), as: .invoiceNumber, at: Timestamp(milliseconds: 0))
    }

    @Test(arguments: [
        "4111111111111111", "INV-4111111111111111", "4111-1111-1111-1111/7", "9941111111111111117",
        "378282246310005", "A.5555555555554444.B", "41111111-A-11111111", "4111-----1111-1111-1111",
    ])
    func `a text in which a card's number could be read is no invoice's number`(text: String) {
        #expect(throws: BadValue("invoice_number.card")) { try canonical(text) }
    }

    @Test(arguments: [
        "4111111111111112", "2026112100017", "INV-2026-0001", "100000000008",
    ])
    func `digits that no brand has, or that fail the check, are one`(text: String) throws {
        #expect(try canonical(text) == Array(text.utf8))
    }
}
