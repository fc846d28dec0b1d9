import CofferDelivery
import CofferModel
import Foundation
import Testing

/// A mail server that somebody set up, as Postfix: `COFFER_MAIL_SERVER=localhost:8587`, the PEM file of its authority in
/// `COFFER_MAIL_AUTHORITY`, and in `COFFER_MAIL_TO` a mailbox it takes mail for.
private let given = ProcessInfo.processInfo.environment

@Suite(.enabled(if: given["COFFER_MAIL_SERVER"] != nil, "no COFFER_MAIL_SERVER"))
struct GivenServerTests {
    @Test func `a real server takes mail for whom it should, again and again`() async throws {
        let authority = URL(fileURLWithPath: given["COFFER_MAIL_AUTHORITY"] ?? "/dev/null")
        let transport = try SMTPTransport(
            SMTPSettings(
                server: Authority(given["COFFER_MAIL_SERVER"] ?? ""), security: .startTLS,
                greeting: DomainName("company.example"),
                authorities: TrustedAuthorities(pem: Array(Data(contentsOf: authority))),
                timing: Samples.timing()), credentials: nil)
        let file = try Attachment(
            name: "сметка.pdf", mediaType: "application/pdf", bytes: Array(repeating: 7, count: 2_000_000))
        let lines = "Уважаеми клиенти,\n.\n" + String(repeating: "x", count: 3000) + "\n"
        let message = try Samples.message("Планирано прекъсване", lines, language: "bg", attachments: [file])
        let right = try Samples.envelope(to: given["COFFER_MAIL_TO"] ?? "")
        for _ in 0..<3 {
            #expect(await transport.deliver(message, to: right, at: Samples.noon) == .delivered)
        }
        let wrong = try Samples.envelope(to: "nobody@elsewhere.invalid")
        #expect(await transport.deliver(message, to: wrong, at: Samples.noon) != .delivered)
        #expect(await transport.deliver(message, to: right, at: Samples.noon) == .delivered)
    }
}
