import CofferForms
import CofferModel
import Testing

@Suite struct MoneyTests {
    @Test(
        arguments: [
            ("4111111111111111", FieldType.pan, "4111111111111111"),
            ("4111 1111-1111 1111", .pan, "4111111111111111"), ("378282246310005", .pan, "378282246310005"),
            ("GB82 WEST 1234 5698 7654 32", .iban, "GB82WEST12345698765432"),
            ("bg80bnbg96611020345678", .iban, "BG80BNBG96611020345678"),
            ("KZ86 125K ZT50 0410 0100", .iban, "KZ86125KZT5004100100"),
            ("5555 5555 5555 4444", .pan, "5555555555554444"), ("2200000000000004", .pan, "2200000000000004"),
            ("30569309025904", .pan, "30569309025904"), ("630495060000000000", .pan, "630495060000000000"),
            ("tok_1NirD82eZvKYlo2C", .cardToken, "tok_1NirD82eZvKYlo2C"),
            ("a-4111-1111-112", .cardToken, "a-4111-1111-112"),
            ("11/26", .cardExpiry, "11/26"), ("12/51", .cardExpiry, "refused: card_expiry.range"),
            ("123", .cvv, "123"), ("eur", .currency, "EUR"), ("paid", .paymentStatus, "paid"),
            ("INV-2026/0042", .invoiceNumber, "INV-2026/0042"),
            ("0012", .amount, "12.00"), ("1234.5", .amount, "1234.50"), ("0.07", .amount, "0.07"),
        ])
    func `money in its canonical form (X-02)`(input: String, type: FieldType, text: String) {
        #expect(canonical(.string(input), type) == text)
    }

    @Test(
        arguments: [
            ("4111111111111112", FieldType.pan, "pan.luhn"), ("41111111111", .pan, "pan.length"),
            ("41111111111111111111", .pan, "pan.length"), ("4111x11111111111", .pan, "pan.characters"),
            ("４１１１１１１１１１１１１１１１", .pan, "pan.characters"), ("", .pan, "pan.length"),
            ("411111111111116", .pan, "pan.brand"), ("3782822463100052", .pan, "pan.brand"),
            ("5555555555555555", .pan, "pan.luhn"),
            ("411111111111", .cardToken, "card_token.form"), ("tok", .cardToken, "card_token.form"),
            ("tok 1234", .cardToken, "card_token.form"),
            ("tok_4111111111111111", .cardToken, "card_token.card"),
            ("x-4111-1111-1111-1111-y", .cardToken, "card_token.card"),
            ("t_94111.1111.1111.1111", .cardToken, "card_token.card"),
            ("GB83WEST12345698765432", .iban, "iban.check"), ("GB82WEST1234569876543", .iban, "iban.length"),
            ("ZZ82WEST12345698765432", .iban, "iban.country"), ("GB8", .iban, "iban.characters"),
            ("GB82-WEST?12345698765432", .iban, "iban.characters"),
            ("1182WEST12345698765432", .iban, "iban.characters"),
            ("10/26", .cardExpiry, "card_expiry.past"), ("13/27", .cardExpiry, "card_expiry.form"),
            ("1/27", .cardExpiry, "card_expiry.form"), ("11-27", .cardExpiry, "card_expiry.form"),
            ("+1/27", .cardExpiry, "card_expiry.form"),
            ("12", .cvv, "cvv.digits"), ("12345", .cvv, "cvv.digits"), ("12a", .cvv, "cvv.digits"),
            ("XXX", .currency, "currency.code"), ("EURO", .currency, "currency.code"),
            ("Paid", .paymentStatus, "payment_status.word"), ("", .invoiceNumber, "invoice_number.length"),
            ("A B", .invoiceNumber, "invoice_number.characters"),
            ("-1.00", .amount, "amount.form"), ("1.234", .amount, "amount.scale"),
            ("1,00", .amount, "amount.form"),
            (".50", .amount, "amount.form"), ("1.", .amount, "amount.scale"), ("", .amount, "amount.form"),
            ("12345678901234", .amount, "amount.range"), ("1.2.3", .amount, "amount.form"),
        ])
    func `money that a check or a list refuses is named by its rule`(
        input: String, type: FieldType, rule: String
    ) {
        #expect(canonical(.string(input), type) == "refused: \(rule)")
    }

    @Test func `an integer is an amount, and no other type takes a number for text`() {
        #expect(canonical(12, .amount) == "12.00")
        #expect(canonical(-12, .amount) == "refused: amount.form")
        #expect(canonical(4_111_111_111_111_111, .pan) == "refused: value.type")
    }

    @Test func `a card is good through the month it names`() throws {
        let lastDay = try #require(Timestamp("2026-11-30T23:59:59.999Z"))
        let nextDay = try #require(Timestamp("2026-12-01T00:00:00.000Z"))
        #expect(throws: Never.self) { try Canonical.bytes(of: "11/26", as: .cardExpiry, at: lastDay) }
        #expect(throws: BadValue("card_expiry.past")) {
            try Canonical.bytes(of: "11/26", as: .cardExpiry, at: nextDay)
        }
    }
}
