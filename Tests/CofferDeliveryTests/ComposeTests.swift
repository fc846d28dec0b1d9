import CofferDelivery
import CofferModel
import Testing

@Suite struct ComposeTests {
    private func lines(_ message: OutboundMessage) -> [String] {
        String(decoding: message.composed(), as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    @Test func `a short message is as plain as it can be`() throws {
        #expect(
            lines(try Samples.message()) == [
                "Date: Sat, 21 Nov 2026 11:55:00 +0000",
                "From: \"The Company\"",
                " <notices@company.example>",
                "Message-ID: <07070707070707070707070707070707@company.example>",
                "Subject: Planned work",
                "MIME-Version: 1.0",
                "Content-Language: en",
                "Auto-Submitted: auto-generated",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "", "On Monday.", "",
            ])
    }

    @Test
    func `the recipient is nowhere in what can be scanned, and the bytes are the same at every try (S2-15)`()
        throws
    {
        let message = try Samples.message(html: "<p>On Monday.</p>")
        let text = String(decoding: message.composed(), as: UTF8.self)
        #expect(!text.contains("ivan"))
        #expect(!text.contains("\nTo:"))
        #expect(message.composed() == message.composed())
    }

    @Test func `one request ends messages that can be stopped (X-01)`() throws {
        let url = try WebURL("https://company.example/stop/0a1b2c")
        let stoppable = lines(try Samples.message(unsubscribe: url))
        #expect(stoppable.contains("List-Unsubscribe: <https://company.example/stop/0a1b2c>"))
        #expect(stoppable.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        #expect(!lines(try Samples.message()).contains { $0.hasPrefix("List-") })
        let open = try WebURL("http://company.example/stop/0a1b2c")
        #expect(throws: BadValue("delivery.unsubscribe")) { try Samples.message(unsubscribe: open) }
    }

    @Test(arguments: [
        String(repeating: "я", count: 200), String(repeating: "a", count: 200), "=?UTF-8?Q?x?=", " lead",
        "e\u{301}👩‍👩‍👧",
    ])
    func `lines are short and of ASCII, whatever is in them`(subject: String) throws {
        let long =
            String(repeating: "ж ", count: 2500) + "\n.\n" + String(repeating: "a", count: 5000)
            + " \nFrom me\t"
        let file = try Attachment(
            name: String(repeating: "сметка ", count: 8) + ".pdf", mediaType: "application/pdf",
            bytes: Array(0...255))
        let message = try Samples.message(
            subject, long, html: long, from: String(repeating: "Ѝ", count: 78), attachments: [file])
        for line in lines(message) {
            #expect(line.utf8.count <= 78)
            #expect(line.utf8.allSatisfy { 32...126 ~= $0 || $0 == 9 })
            #expect(!line.hasSuffix(" "))
        }
    }

    @Test func `only this company and this message are in the headers`() throws {
        let names = lines(try Samples.message()).prefix { !$0.isEmpty }.filter { !$0.hasPrefix(" ") }
            .compactMap { $0.split(separator: ":").first.map(String.init) }
        #expect(
            names == [
                "Date", "From", "Message-ID", "Subject", "MIME-Version", "Content-Language", "Auto-Submitted",
                "Content-Type", "Content-Transfer-Encoding",
            ])
    }
}
