import CofferModel

extension OutboundMessage {
    /// The message as mail (RFC 5322, RFC 2045): ASCII, lines ended by CR LF and at most 998 characters long.
    ///
    /// No address of the recipient, no host, no program, no user; what varies is what was given. The same
    /// message gives the same bytes at every try.
    package func composed() -> [UInt8] {
        var out = Array(headers.utf8)
        let body = MIMEPart.body(of: content, boundary: "=_b_\(id.token)")
        let whole =
            attachments.isEmpty
            ? body
            : MIMEPart.multipart(
                "mixed", boundary: "=_a_\(id.token)", [body] + attachments.map { MIMEPart.file($0) })
        whole.write(to: &out)
        return out
    }

    /// The same, with the line that names the recipient: what a mail server gets.
    func composed(to address: MailAddress) -> [UInt8] {
        Array("To: <\(address.text)>\r\n".utf8) + composed()
    }

    private var headers: String {
        var lines = [
            "Date: \(MailDate.text(date))",
            "From: " + (from.name.map { "\(EncodedWords.phrase($0))\r\n " } ?? "") + "<\(from.address.text)>",
            "Message-ID: <\(id)>",
            "Subject: \(EncodedWords.unstructured(content.subject))",
            "MIME-Version: 1.0",
            "Content-Language: \(content.language)",
            // RFC 3834 §5: nobody's holiday answer comes back.
            "Auto-Submitted: auto-generated",
        ]
        if let unsubscribe {
            lines.append("List-Unsubscribe: <\(unsubscribe.text)>")
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        }
        return lines.map { $0 + "\r\n" }.joined()
    }
}
