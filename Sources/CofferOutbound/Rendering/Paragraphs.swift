import CofferModel

/// A filled body, line by line; text and HTML are two ways to write the same lines.
///
/// A line with a slot that has nothing to show is left out. No body begins or ends with an empty line, or has two in
/// a row.
struct Paragraphs {
    private enum Run {
        case text(String)
        case link(String)
    }

    private let lines: [[Run]]

    init(_ body: Template, _ filled: [String: FilledSlot]) {
        var lines: [[Run]?] = [[]]
        for piece in body.pieces {
            switch piece {
            case .text(let text):
                for (place, part) in text.split(separator: "\n", omittingEmptySubsequences: false)
                    .enumerated()
                {
                    if place > 0 { lines.append([]) }
                    if !part.isEmpty { lines[lines.count - 1]?.append(.text(String(part))) }
                }
            case .slot(let name):
                guard let slot = filled[name] else {
                    lines[lines.count - 1] = nil
                    continue
                }
                lines[lines.count - 1]?.append(slot.isLink ? .link(slot.text) : .text(slot.text))
            }
        }
        self.lines = Self.closed(lines)
    }

    /// The lines without those left out, and without empty lines that part nothing.
    private static func closed(_ lines: [[Run]?]) -> [[Run]] {
        var kept: [[Run]] = []
        for line in lines.compactMap(\.self) {
            if line.isEmpty, kept.last?.isEmpty ?? true { continue }
            kept.append(line)
        }
        if kept.last?.isEmpty == true { kept.removeLast() }
        return kept
    }

    /// Lines, each ended by a newline alone.
    var text: String {
        lines.map { line in
            line.map {
                switch $0 {
                case .text(let text), .link(let text): text
                }
            }.joined()
        }
        .joined(separator: "\n")
    }

    /// One page that loads nothing: a paragraph for each stretch between empty lines.
    func html(title: String, in language: Language) -> String {
        let body = lines.split { $0.isEmpty }.map { paragraph in
            "<p>" + paragraph.map { $0.map { Self.html($0) }.joined() }.joined(separator: "<br>\n") + "</p>"
        }
        .joined(separator: "\n\n")
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head><meta charset="utf-8"><title>\(Self.escaped(title))</title></head>
            <body style="font-family: sans-serif; line-height: 1.5">
            \(body)
            </body>
            </html>

            """
    }

    private static func html(_ run: Run) -> String {
        switch run {
        case .text(let text): escaped(text)
        case .link(let url): "<a href=\"\(escaped(url))\">\(escaped(url))</a>"
        }
    }

    /// Text in which nothing is a tag, an attribute's end or a reference of its own.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
