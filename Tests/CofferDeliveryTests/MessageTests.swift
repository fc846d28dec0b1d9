import CofferDelivery
import CofferModel
import Testing

@Suite struct MessageTests {
    @Test(arguments: [
        "ivan@customer.example\r\nBcc: evil@evil.example", "ivan@customer.example\n",
        "ivan\0@customer.example",
        "ivan@customer.example>", "<ivan@customer.example", "\"ivan petrov\"@customer.example",
        "ivan petrov@x.example",
        "ivan@[127.0.0.1]", "ivan", "@customer.example", "ivan@", "iv..an@customer.example",
        "ivan@почта.example",
        "ivan@Customer.example", "ivan\u{202E}@customer.example", "ivan@a@customer.example ", "-@-.example",
    ])
    func `nothing that a protocol could misread is an address`(text: String) {
        #expect(throws: BadValue.self) { try MailAddress(text) }
    }

    @Test func `ordinary and international addresses are`() throws {
        #expect(try MailAddress("Ivan+x_y@xn--80a1acny.example").isInternational == false)
        #expect(try MailAddress("иван@customer.example").isInternational)
    }

    @Test(arguments: ["Hi\r\nBcc: evil@evil.example", "Hi\nthere", "Hi\0", "", "\u{2028}", "\u{202E}iH"])
    func `a line end or control in a subject is refused`(subject: String) {
        #expect(throws: BadValue("delivery.subject")) { try Samples.message(subject) }
    }

    @Test(arguments: ["A\r\n.\r\nMAIL FROM:<x>", "A\0"])
    func `a carriage return or NUL in a body is refused`(text: String) {
        #expect(throws: BadValue("delivery.body")) { try Samples.message("Hi", text) }
        #expect(throws: BadValue("delivery.body")) { try Samples.message("Hi", "text", html: text) }
    }

    @Test(arguments: ["Company\r\nBcc: x@y.example", "Company\n", "\u{7}", ""])
    func `a line end or control in a sender's name is refused`(name: String) {
        #expect(throws: BadValue("delivery.sender_name")) { try Samples.message(from: name) }
    }

    @Test(arguments: [
        "a\r\nb.pdf", "../a.pdf", "a/b.pdf", "a\"b.pdf", ".profile", "invoice\u{202E}fdp.exe", "a\0", "",
    ])
    func `an attachment's name is a plain name`(name: String) {
        #expect(throws: BadValue("delivery.attachment_name")) {
            try Attachment(name: name, mediaType: "application/pdf", bytes: [])
        }
    }

    @Test(arguments: [
        "text/plain\r\nX: y", "text", "multipart/mixed", "message/rfc822", "text/html; charset=x", "A/b",
    ])
    func `a media type is a type and a subtype`(mediaType: String) {
        #expect(throws: BadValue("delivery.media_type")) {
            try Attachment(name: "a", mediaType: mediaType, bytes: [])
        }
    }

    @Test(arguments: ["en\r\nX: y", "", "bg;q=1", "b", "русский", "EN"])
    func `a language is a tag`(language: String) {
        #expect(throws: BadValue("delivery.language")) { try Samples.message(language: language) }
    }

    @Test(arguments: [
        "https://u:p@host.example/", "https://host.example/\r\nX: y", "ftp://host.example/", "https:///x",
        "//host.example/",
        "https://host.example:0/", "https://host.example:99999/", "https://host.example:+44/",
        "https://host.example:/",
        "https://HOST.example/", "https://host.example/#x", "https://2130706433/", "https://0x7f.1/",
        "https://127.1/",
        "https://127.0.0.01/", "https://[::1/", "https://[fe80::1%25eth0]/",
        "https://host.example\\@evil.example/",
        "https://host.example/<x>", "https://хост.example/",
    ])
    func `a URL that two readers could understand differently is refused`(text: String) {
        #expect(throws: BadValue.self) { try WebURL(text) }
    }

    @Test func `a URL names its host and port`() throws {
        #expect(try WebURL("https://hooks.example.org/a?b=c").authority == Authority("hooks.example.org:443"))
        #expect(try WebURL("http://127.0.0.1:8080").authority.description == "127.0.0.1:8080")
        #expect(try WebURL("https://[::1]:8443/").authority.description == "[::1]:8443")
    }

    @Test func `addresses, messages and credentials do not print`() throws {
        let envelope = try Samples.envelope()
        let message = try Samples.message("Secret subject", "Secret text")
        let password = try credentials("coffer", "Secret password")
        var out = ""
        dump(envelope, to: &out)
        dump(message, to: &out)
        dump(password, to: &out)
        dump([envelope.recipient], to: &out)
        out += "\(envelope) \(envelope.recipient) \(message) \(message.content) \(password)"
        out += String(reflecting: envelope) + String(reflecting: message) + String(reflecting: message.from)
        for secret in ["ivan", "Secret", "customer.example", "notices@"] { #expect(!out.contains(secret)) }
        #expect(out.contains("withheld"))
    }

    @Test func `a telephone number is international`() throws {
        #expect(throws: Never.self) { try PhoneNumber("+359888123456") }
        for text in ["0888123456", "+0888123456", "+12", "+35988812345\r\n", "+1234567890123456"] {
            #expect(throws: BadValue("delivery.phone")) { try PhoneNumber(text) }
        }
    }

    @Test func `what a server must not be told is no user name`() throws {
        for text in ["", "a\0b", "a\r\nb", String(repeating: "a", count: 1025)] {
            #expect(throws: BadValue("delivery.credentials")) { try credentials(text, "x") }
            #expect(throws: BadValue("delivery.credentials")) { try credentials("x", text) }
        }
    }

    @Test func `files are few and bounded`() throws {
        let small = try Attachment(name: "a", mediaType: "text/plain", bytes: [1])
        #expect(throws: BadValue("delivery.attachments")) {
            try Samples.message(attachments: Array(repeating: small, count: 9))
        }
        let large = try Attachment(
            name: "a", mediaType: "text/plain",
            bytes: Array(repeating: 0, count: DeliveryLimits.attachmentBytes))
        #expect(throws: Never.self) { try Samples.message(attachments: [large]) }
        #expect(throws: BadValue("delivery.attachments")) {
            try Samples.message(attachments: [large, small])
        }
    }
}
