import ArgumentParser
import Coffer
import CofferModel

struct SubjectShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a customer as a role may see him.",
        discussion: """
            Fields are named as payment.pan or payment.*, with a form after a colon if you need more than the \
            most protective one: identity.given_name:clear. Everything shown is in the ledger under your name, so \
            ask for what you need.
            """)

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Argument(help: "Which fields; none means all.")
    var fields: [FieldPattern] = []

    @Option(help: "The form wished for all fields named without one.")
    var form: Form?

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let patterns = try wished()
        let view = try await vault.enter("subject show") { entrance in
            try await entrance.door(session.asking()).show(subject, fields: patterns)
        }
        output.print(view.json) { view.text + view.hints }
    }

    private func wished() throws(VaultError) -> [FieldPattern] {
        guard let form else { return fields }
        guard !fields.isEmpty else { throw VaultError(.usage, "name the fields that --form is for") }
        return fields.map { pattern in
            let text = pattern.description
            return text.contains(":") ? pattern : FieldPattern("\(text):\(form.rawValue)") ?? pattern
        }
    }
}

extension SubjectView {
    /// The answer for a person.
    var text: String { text(indent: 0, only: nil) }

    /// The records as tables.
    ///
    /// - Parameters:
    ///   - indent: how far from the margin.
    ///   - only: the classes to show; nil for all.
    /// - Returns: the lines.
    func text(indent: Int, only: Set<String>?) -> String {
        let margin = String(repeating: " ", count: indent)
        let shown = records.filter { only?.contains($0.className) ?? true }
        return shown.map { record in
            let id = Look.dim.paint("\(record.record) revision \(record.revision)")
            return margin + Look.bold.paint(record.className) + "  " + id + "\n"
                + record.table(indent: indent + 2)
        }.joined()
    }
}

extension RecordView {
    /// What may be seen first, what may not after it.
    func table(indent: Int) -> String {
        var table = Table([], indent: indent)
        for (name, result) in fields.sorted(by: { ($0.value.rank, $0.key) < ($1.value.rank, $1.key) }) {
            switch result {
            case .value(let form, let value):
                table.add(["\(name)", Table.Cell(form.rawValue, .good), "\(value.words)"])
            case .denied(let code):
                table.add([
                    Table.Cell(name, .dim), Table.Cell("denied", .warning), Table.Cell(code.rawValue, .dim),
                ])
            }
        }
        return table.text
    }
}

extension Answer.Result {
    fileprivate var rank: Int { if case .value = self { 0 } else { 1 } }
}

extension JSON {
    /// A value as a person reads it; nothing in it can steer the terminal.
    var words: String {
        switch self {
        case .null: "-"
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .string(let text): Printable.text(text)
        case .array(let elements): elements.map(\.words).joined(separator: ", ")
        case .object(let members): Self.inOrder(members).map(\.words).joined(separator: ", ")
        }
    }

    /// An address as it is written on a letter; what else there is, by name.
    private static func inOrder(_ members: [String: JSON]) -> [JSON] {
        let known = ["lines", "postcode", "city", "region", "country"]
        let rest = members.keys.filter { !known.contains($0) }.sorted()
        return (known + rest).compactMap { members[$0] }
    }
}
