/// Tells the tour: a heading and a sentence a step, then what the vault answered.
struct Teller {
    let isQuiet: Bool

    func step(_ number: Int, _ title: String, _ why: String) {
        tell("\n" + Look.bold.paint("\(number). \(title)") + "\n" + Self.folded(why, indent: 3) + "\n")
    }

    /// What the vault answered, set in by three.
    func show(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let body = text.hasSuffix("\n") ? lines.dropLast() : lines[...]
        tell(body.map { ($0.isEmpty ? "" : "   ") + $0 + "\n" }.joined())
    }

    func tell(_ text: String) {
        if !isQuiet { say(text) }
    }

    /// Folded at 92 columns.
    private static func folded(_ text: String, indent: Int) -> String {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if Width.of(line) + Width.of(String(word)) > 88 {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = line.isEmpty ? String(word) : "\(line) \(word)"
            }
        }
        return lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}
