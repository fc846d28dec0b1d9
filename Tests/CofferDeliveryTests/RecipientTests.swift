import CofferDelivery
import CofferModel
import Testing

struct RecipientTests {
    @Test func `a value as the vault keeps it becomes a recipient`() throws {
        #expect(
            try Recipient(.email, canonical: Array("Ivan@xn--e1afmkfd.example".utf8))
                == .mail(MailAddress("Ivan@xn--e1afmkfd.example")))
        #expect(
            try Recipient(.phone, canonical: Array("359888123456".utf8))
                == .phone(PhoneNumber("+359888123456")))
    }

    @Test(
        arguments: [
            (FieldType.text, "ivan@customer.example", "delivery.channel"),
            (.email, "359888123456", "delivery.address"),
            (.email, "ivan@пример.example", "delivery.domain"),
            (.email, "ivan\r\nRCPT TO:<a@b.example>@customer.example", "delivery.address"),
            (.phone, "ivan@customer.example", "delivery.phone"),
            (.phone, "+359888123456", "delivery.phone"),
            (.phone, "0888123456", "delivery.phone"),
        ] as [(FieldType, String, Rule)])
    func `what is none is refused by its rule`(type: FieldType, value: String, rule: Rule) {
        #expect(throws: BadValue(rule)) { try Recipient(type, canonical: Array(value.utf8)) }
    }

    @Test(
        arguments: [(FieldType.email, "delivery.address"), (.phone, "delivery.phone")] as [(FieldType, Rule)])
    func `bytes that are no text are refused`(type: FieldType, rule: Rule) {
        #expect(throws: BadValue(rule)) { try Recipient(type, canonical: [0xFF, 0x40, 0x61]) }
    }
}
