import ArgumentParser
import Coffer
import CofferModel

/// `coffer charter`: the rules, before and while they are in force.
struct CharterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charter", abstract: "The company's rules.",
        subcommands: [Check.self, Explain.self, ShowTable.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say every reason why a charter would not load.")

        @Argument(
            help: ArgumentHelp("A file, or the name of a charter that comes along.", valueName: "file|name"))
        var charter: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let problems = try CharterChoice(argument: charter).check()
            output.print(["valid": .bool(problems.isEmpty), "refusals": .array(problems.map { .string($0) })])
            {
                problems.isEmpty
                    ? Look.good.paint("complete and consistent") + "\n"
                    : problems.map { Printable.text($0) + "\n" }.joined()
            }
            if !problems.isEmpty { throw ExitCode(Code.charterInvalid.exitStatus) }
        }
    }

    struct ShowTable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "table", abstract: "Who gets which field, for what, in which form.",
            discussion: "What is not in the table is denied. Without a name, the charter of the vault.")

        @Argument(
            help: ArgumentHelp("A file, or the name of a charter that comes along.", valueName: "file|name"))
        var charter: String?

        @Flag(help: "Comma-separated values.")
        var csv = false

        @Flag(help: "An HTML table.")
        var html = false

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let table: CharterTable
            if let charter {
                table = try CharterChoice(argument: charter).table()
            } else {
                table = try await vault.withVault("charter table") { vault in
                    try await vault.charterTable(as: session.keeper(of: vault))
                }
            }
            output.print(["rows": .array(table.rows.map(\.json))]) {
                if csv { return table.csv }
                if html { return table.html }
                var shown = Table(CharterRow.heads)
                for row in table.rows { shown.add(row.columns.map { Table.Cell($0) }) }
                return shown.text
            }
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How a read would be decided, step by step, with the line that decides.",
            discussion: """
                For somebody who holds the role and has acknowledged; with --subject for yourself and a customer \
                of the vault, where an administrator's or privacy officer's leave is needed.
                """)

        @Option(help: "As what.")
        var role: RoleName

        @Option(help: "For what.")
        var purpose: Purpose

        @Option(help: "Which field.")
        var field: FieldPath

        @Option(help: "In which form; else the most protective one.")
        var form: Form?

        @Option(name: .customLong("case"), help: "On which ticket.")
        var caseID: String?

        @Option(help: "Why, as a code of the charter.")
        var reason: String?

        @Option(
            help: ArgumentHelp("A file, or the name of a charter that comes along.", valueName: "file|name"))
        var charter: String?

        @Option(help: "Of this customer of the vault.")
        var subject: SubjectID?

        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let steps = try await steps()
            output.print(["steps": .array(steps.map(\.json)), "granted": .bool(steps.last?.code == nil)]) {
                ExplainedStep.table(steps)
            }
            if let code = steps.last?.code { throw ExitCode(code.exitStatus) }
        }

        private func steps() async throws -> [ExplainedStep] {
            guard let subject else {
                guard let charter else {
                    throw VaultError(.usage, "name a charter with --charter, or a customer with --subject")
                }
                return try CharterChoice(argument: charter).explain(
                    field, form: form, role: role, purpose: purpose, caseID: caseID, reason: reason)
            }
            return try await vault.withVault("charter explain") { vault in
                let session = vault.session(role: role, purpose: purpose, caseID: caseID, reason: reason)
                let asker = vault.session(role: .admin, purpose: .keyAdmin)
                return try await vault.explain(field, form: form, of: subject, in: session, as: asker)
            }
        }
    }
}

extension CharterRow {
    var json: JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: zip(Self.heads, columns).map {
                    ($0, $1 == "-" ? JSON.null : .string($1))
                }))
    }
}

extension ExplainedStep {
    var json: JSON {
        var members: [String: JSON] = ["step": .string(step), "place": .string(place)]
        members["code"] = code.map { .string($0.rawValue) }
        return .object(members)
    }

    static func table(_ steps: [ExplainedStep]) -> String {
        var table = Table(["step", "line", "answer"])
        for step in steps {
            let answer =
                step.code.map { Table.Cell("denied: \($0.rawValue)", .bad) } ?? Table.Cell("passes", .good)
            table.add(["\(step.step)", "\(step.place)", answer])
        }
        return table.text
    }
}
