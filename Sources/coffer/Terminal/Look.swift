import Glibc

/// The colour of a text: on a terminal only, and not when `NO_COLOR` is set (no-color.org).
enum Look {
    case plain, dim, bold, good, warning, bad

    func paint(_ text: String) -> String {
        guard Self.isOn, self != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private var code: String {
        switch self {
        case .plain: "0"
        case .dim: "2"
        case .bold: "1"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }

    private static let isOn =
        isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
}

/// A text from the vault as a terminal may show it: nothing in it moves the cursor or turns the direction.
enum Printable {
    static func text(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n", .format, .surrogate, .lineSeparator, .paragraphSeparator:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
