import ArgumentParser
import Coffer
import CofferModel

/// `coffer glass`: what nobody sees without a second person.
struct GlassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glass",
        abstract: "See, once, what the charter opens only with a second person: ask, list, approve, open.",
        subcommands: [Ask.self, List.self, Approve.self, Open.self])

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask to see fields of a record; somebody else has 15 minutes to approve.")

        @Argument(help: "The record.")
        var record: RecordID

        @Argument(help: ArgumentHelp("Its fields, as device_access.secret.", valueName: "field"))
        var fields: [FieldPath]

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let request = try await vault.enter("glass ask") { entrance in
                try await entrance.door(session.asking()).askToBreakGlass(record, fields)
            }
            output.print(request.json) {
                "Asked. Somebody else approves it: coffer glass approve \(request.id)\n"
                    + GlassRequest.table([request])
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What waits for an approval, or was approved and not opened yet.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let requests = try await vault.enter("glass list") { entrance in
                try await entrance.door(session.asking()).glassRequests()
            }
            output.print(["requests": .array(requests.map(\.json))]) {
                requests.isEmpty ? "Nothing waits.\n" : GlassRequest.table(requests)
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve what somebody else asked for; he has 15 minutes to open it, once.")

        @Argument(help: "Its number, as `coffer glass list` shows it.")
        var request: ProposalID

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let approved = try await vault.enter("glass approve") { entrance in
                try await entrance.door(session.asking()).approveGlass(request)
            }
            output.print(approved.json) { "Approved.\n" + GlassRequest.table([approved]) }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what was asked for and approved, once.",
            discussion: "Change afterwards what you have seen: the ledger says until when.")

        @Argument(help: "The number of the request.")
        var request: ProposalID

        @Argument(help: "The record that it is for.")
        var record: RecordID

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let view = try await vault.enter("glass open") { entrance in
                try await entrance.door(session.asking()).breakGlass(request, of: record)
            }
            output.print(view.json) {
                view.text(indent: 0, only: nil) + "Change what you have seen within a day.\n"
            }
        }
    }
}

extension GlassRequest {
    fileprivate static func table(_ requests: [GlassRequest]) -> String {
        var table = Table(["number", "by", "as", "case", "reason", "fields", "approved", "ends"])
        for one in requests {
            table.add([
                "\(one.id.description)", Table.Cell(Printable.text(one.askerName), .bold),
                "\(one.role.description)", "\(one.caseID ?? "-")", "\(one.reason ?? "-")",
                "\(one.fields.map(\.description).joined(separator: ", "))",
                "\(one.isApproved ? "yes" : "no")", "\(one.ends.day16)",
            ])
        }
        return table.text
    }
}
