extension [Row] {
    private static var head: [String] { ["role", "field", "purpose", "use", "mask", "needs"] }

    /// The rows as columns for people, one row a line.
    package var text: String {
        let lines = [Self.head] + map(\.columns)
        let widths = Self.head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let padded = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let text = padded.joined(separator: "  ")
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        .joined(separator: "\n") + "\n"
    }

    /// The rows as RFC 4180 CSV; every cell is a name, so none needs quoting.
    package var csv: String {
        ([Self.head] + map(\.columns)).map { $0.joined(separator: ",") }.joined(separator: "\r\n") + "\r\n"
    }
}
