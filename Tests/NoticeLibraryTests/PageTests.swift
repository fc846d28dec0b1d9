import CofferCharter
import CofferModel
import Foundation
import Testing

@Suite struct PageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/reference/notices.md")

    /// After a wanted change, write them anew with `COFFER_WRITE_TABLE=1 swift test --filter PageTests`, and read the
    /// difference before you commit it.
    @Test func `the tables of the reference are the library's, kind by kind and word by word`() throws {
        let every = try EveryKind.loaded.get()
        var text = String(decoding: try Data(contentsOf: Self.page), as: UTF8.self)
        let tables = [
            ("kinds", Self.kinds(every)), ("words", Self.words(every)), ("units", Self.units(every)),
        ]
        for (name, table) in tables {
            let (head, tail) = ("<!-- \(name) -->\n\n", "\n<!-- end of \(name) -->")
            let parts = text.components(separatedBy: head)
            let after = try #require(parts.last?.components(separatedBy: tail))
            try #require(parts.count == 2 && after.count == 2)
            if ProcessInfo.processInfo.environment["COFFER_WRITE_TABLE"] != nil {
                text = parts[0] + head + table + tail + after[1]
            } else {
                #expect(after[0] == table)
            }
        }
        if ProcessInfo.processInfo.environment["COFFER_WRITE_TABLE"] != nil {
            try Data(text.utf8).write(to: Self.page)
        }
    }

    private static func kinds(_ every: EveryKind) -> String {
        let rows = every.kinds.map { kind in
            let slots = kind.slots.sorted { $0.key < $1.key }.map { "`\($0.key)` \(described($0.value))" }
            let to = kind.to.map(\.rawValue).joined(separator: ", ")
            // Nobody else knows that address.
            let sender = kind.to.contains(.previous) ? ", sent by the vault itself" : ""
            return "| `\(kind.kind)`\(sender) | \(kind.ofClass.rawValue) | \(to) | \(kind.topic.rawValue) | "
                + slots.joined(separator: "<br>") + " |\n"
        }
        return "| kind | class | to | topic | slots |\n|---|---|---|---|---|\n" + rows.joined()
    }

    private static func described(_ slot: SlotRule) -> String {
        let source: String? =
            switch slot.origin {
            case .field(let path): "of `\(path)`"
            case .label(_, let path): "of the \(path?.className ?? "thing")"
            case .given: "given"
            case .charter: "of the charter"
            case .message: "of the message"
            case .closed: nil
            }
        let said = [SlotForm.count: "in", .measure: "of the"][slot.form] ?? "from"
        let list = slot.list.map { "\(said) `\($0)`" }
        let isTime = slot.origin == .given && slot.form == .hour
        let parts = [
            isTime ? "day_time" : slot.form.rawValue, list, source, slot.after.map { "not before `\($0)`" },
            slot.optional ? "optional" : nil,
            slot.gate.map { "gate `\($0)`" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func words(_ every: EveryKind) -> String {
        let rows = every.charter.wording.words.sorted { $0.key < $1.key }.map { list, words in
            let measures = every.charter.wording.measures[list] ?? [:]
            let names =
                list == "sponsor"
                ? ["the company's own"]
                : words.keys.sorted().map { word in
                    "`\(word)`"
                        + (measures[word].map { " (in \($0.sorted().joined(separator: ", ")))" } ?? "")
                }
            return "| `\(list)` | \(names.joined(separator: " ")) |\n"
        }
        return "| list | words |\n|---|---|\n" + rows.joined()
    }

    private static func units(_ every: EveryKind) -> String {
        let rows = every.charter.wording.units.sorted { $0.key < $1.key }.map { unit, forms in
            let cells = Language.allCases.map { language in
                let all = PluralCategory.allCases.compactMap { category -> String? in
                    let text = forms[language]?[category] ?? ""
                    return text.isEmpty ? nil : text
                }
                return all.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                    .joined(separator: ", ")
            }
            return "| `\(unit)` | \(cells.joined(separator: " | ")) |\n"
        }
        return "| unit | bg | en | kk | ru |\n|---|---|---|---|---|\n" + rows.joined()
    }
}
