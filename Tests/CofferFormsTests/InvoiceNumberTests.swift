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
        // In hexadecimal, base64, and one within the other.
        "34313131313131313131313131313131", "34-31-31-31-31-31-31-31-31-31-31-31-31-31-31-31",
        "0x340x310x310x310x310x310x310x310x310x310x310x31", "NDExMTExMTExMTExMTExMQ",
        "INV/NDExMTExMTExMTExMTExMQ", "NDExMTEx.MTExMTEx.MTExMQ", "A34313131313131.3131313131#31313131",
        "TkRFeE1URXhNVEV4TVRFeE1URXhNUQ", "MzQzMTMxMzEzMTMxMzEzMTMxMzEzMTMxMzEzMTMxMzE",
        "4e4445784d5445784d5445784d5445784d5445784d51", "50180000000934303530313830303030303030303039",
    ])
    func `a text in which a card's number could be read is no invoice's number`(text: String) {
        #expect(throws: BadValue("invoice_number.card")) { try canonical(text) }
    }

    @Test(arguments: [
        "4111111111111112", "2026112100017", "INV-2026-0001", "100000000008",
        "PROFORMA-INVOICE/2026/SOFIA-BRANCH/000123456789", "2026-abcdef-abcdef-017-ABCDEF-00-abcdef",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479", "DEADBEEF-2026-CAFE-0001-BEEF-2026",
    ])
    func `digits that no brand has, or that fail the check, are one, and so are long words`(text: String)
        throws
    {
        #expect(try canonical(text) == Array(text.utf8))
    }
}
