import ArgumentParser
import Coffer
import CofferModel

/// `coffer subject`: one customer.
struct SubjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject", abstract: "One customer: add, show, find, set, remove, history.",
        subcommands: [
            SubjectAdd.self, SubjectShow.self, SubjectFind.self, SubjectSet.self, SubjectRemove.self,
            SubjectHistory.self,
        ])
}

struct SubjectAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a customer, or a record to one.",
        discussion: """
            Reads JSON from standard input or --from. A customer is written like a line of an import; a record, \
            for --to, as {"class": "contact", "fields": {"email": "…"}}.
            """)

    @Option(help: ArgumentHelp("Add a record to this customer.", valueName: "subject"))
    var to: SubjectID?

    @Option(
        help: ArgumentHelp("The record it hangs on, as a certificate on its device.", valueName: "record"))
    var parent: RecordID?

    @Option(help: ArgumentHelp("Asked again with it within a day, nothing is added twice.", valueName: "key"))
    var idempotencyKey: String?

    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bytes = try input.bytes("JSON, then Ctrl-D:\n")
        guard let to else {
            let customer = try SubjectInput(reading: bytes)
            let added = try await vault.enter("subject add") { entrance in
                try await entrance.door(session.asking()).add(customer, idempotencyKey: idempotencyKey)
            }
            return output.print(added.json) { "\(added.subject)\n" }
        }
        let record = try RecordInput(reading: bytes)
        let id = try await vault.enter("subject add") { entrance in
            try await entrance.door(session.asking()).addRecord(
                record, to: to, parent: parent, idempotencyKey: idempotencyKey)
        }
        let warnings = try CertificateWarnings(about: record.fields)
        output.print(warnings.joined(to: ["record": .string(id.description)])) { "\(id)\n" }
        if !output.json { warnings.tell() }
    }
}

struct SubjectFind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find customers by the exact value of a field.",
        discussion: """
            The value is one line of standard input, or of --from: other users of this host can read arguments. \
            A miss counts like a hit.
            """)

    @Argument(help: ArgumentHelp("The field, as contact.email.", valueName: "field"))
    var field: FieldPath

    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let value = try input.line("\(field): ")
        let found = try await vault.enter("subject find") { entrance in
            try await entrance.door(session.asking()).find(field, equals: value)
        }
        output.print(["subjects": .array(found.map { .string($0.description) })]) {
            found.map { "\($0)\n" }.joined()
        }
        if found.isEmpty {
            if !output.json { standardError("coffer: not_found: nobody that you may know of\n") }
            throw ExitCode(Code.notFound.exitStatus)
        }
    }
}

struct SubjectSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Write fields of a record.",
        discussion: """
            Reads a JSON object of values by field name from standard input or --from. Fields not named stay as \
            they are. The revision is the one `coffer subject show` told; if somebody wrote since, nothing is \
            written.
            """)

    @Argument(help: "The record.")
    var record: RecordID

    @Option(help: "The revision you have seen.")
    var revision: UInt64

    @Option(
        help: ArgumentHelp("Asked again with it within a day, nothing is written twice.", valueName: "key"))
    var idempotencyKey: String?

    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let values = try input.object("JSON, then Ctrl-D:\n")
        let new = try await vault.enter("subject set") { entrance in
            try await entrance.door(session.asking()).set(
                record, values, revision: revision, idempotencyKey: idempotencyKey)
        }
        let warnings = try CertificateWarnings(about: values)
        let answer: [String: JSON] = [
            "record": .string(record.description), "revision": .integer(Int64(clamping: new)),
        ]
        output.print(warnings.joined(to: answer)) { "revision \(new)\n" }
        if !output.json { warnings.tell() }
    }
}

struct SubjectRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a record and destroy the keys that are its own.",
        discussion: """
            It asks once more; where nobody is there to be asked, it wants --yes. It says what still depends on backups.
            """)

    @Argument(help: "The record.")
    var record: RecordID

    @Option(help: "The revision you have seen.")
    var revision: UInt64

    @Flag(help: "Do not ask: needed without a terminal.")
    var yes = false

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if !yes { try Prompt.agree("Remove this record for good? [y/N] ") }
        let erasure = try await vault.enter("subject remove") { entrance in
            try await entrance.door(session.asking()).remove(record, revision: revision)
        }
        output.print(erasure.json) { erasure.words }
    }
}

struct SubjectHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Who saw and did what with a customer's data.",
        discussion: "The newest 1,000 rows; where there are older ones, it says how to go on.")

    @Argument(help: "The customer.")
    var subject: SubjectID

    @Option(help: ArgumentHelp("Only what stands before this row, as 1:42.", valueName: "row"))
    var before: LedgerPlace?

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let page = try await vault.enter("subject history") { entrance in
            try await entrance.door(session.asking()).history(of: subject, before: before)
        }
        output.print(page.json) { page.words }
    }
}

extension RecordInput {
    /// Reads `{"class": …, "fields": {…}}`; unknown members are refused.
    init(reading bytes: [UInt8]) throws(VaultError) {
        do {
            var members = try Members(try JSON(reading: bytes, limit: Limits.documentBytes))
            let name = try members.text("class") { $0 }
            let fields = try members.take("fields", \.object)
            try members.end()
            self.init(className: name, fields: fields)
        } catch { throw VaultError(.badValue, rule: "record.members") }
    }
}
