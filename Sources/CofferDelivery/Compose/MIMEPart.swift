/// One part of a message: its own headers and its lines (RFC 2046 §5.1).
struct MIMEPart {
    private let headers: String
    private let lines: [UInt8]

    /// The text, and the HTML beside it if there is one.
    static func body(of content: MessageContent, boundary: String) -> MIMEPart {
        let plain = text(content.text, "text/plain")
        guard let html = content.html else { return plain }
        return multipart("alternative", boundary: boundary, [plain, text(html, "text/html")])
    }

    /// Parts one after another; a boundary with `=_` stands in no encoded line.
    static func multipart(_ kind: String, boundary: String, _ parts: [MIMEPart]) -> MIMEPart {
        var lines: [UInt8] = []
        for part in parts {
            lines += Array("--\(boundary)\r\n".utf8)
            part.write(to: &lines)
            lines += [13, 10]
        }
        lines += Array("--\(boundary)--\r\n".utf8)
        return MIMEPart(
            headers: "Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n", lines: lines)
    }

    /// An attached file.
    static func file(_ attachment: Attachment) -> MIMEPart {
        MIMEPart(
            headers: """
                Content-Type: \(attachment.mediaType)\r
                Content-Transfer-Encoding: base64\r
                Content-Disposition: attachment\(FileNameParameter.text(attachment.name))\r\n
                """,
            lines: TransferEncoding.base64(attachment.bytes))
    }

    /// Headers, an empty line, lines.
    func write(to out: inout [UInt8]) {
        out += Array(headers.utf8)
        out += [13, 10]
        out += lines
    }

    private static func text(_ text: String, _ mediaType: String) -> MIMEPart {
        let (name, lines) = TransferEncoding.text(text)
        return MIMEPart(
            headers: """
                Content-Type: \(mediaType); charset=utf-8\r
                Content-Transfer-Encoding: \(name)\r\n
                """,
            lines: lines)
    }
}
