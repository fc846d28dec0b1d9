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

    /// The rows as an HTML table; every cell is a name, so none needs escaping.
    package var html: String {
        func line(_ cells: [String], _ tag: String) -> String {
            "<tr>" + cells.map { "<\(tag)>\($0)</\(tag)>" }.joined() + "</tr>\n"
        }
        return "<table>\n" + line(Self.head, "th") + map { line($0.columns, "td") }.joined() + "</table>\n"
    }
}

extension Charter {
    /// Who can do more, and who less, when another charter takes this one's place.
    ///
    /// A cell whose needs or mask changed is in both lists, as it was and as it will be.
    ///
    /// - Parameter new: the charter that would take its place.
    /// - Returns: the cells that come and those that go, in the table's order.
    package func changes(to new: Charter) -> (gained: [Row], lost: [Row]) {
        let (before, after) = (Set(table()), Set(new.table()))
        return (after.subtracting(before).sorted(), before.subtracting(after).sorted())
    }
}
