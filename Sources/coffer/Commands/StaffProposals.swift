import ArgumentParser
import Coffer
import CofferModel

extension StaffCommand {
    struct Proposals: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What waits for a second administrator.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let proposals = try await vault.enter("staff proposals") { entrance in
                try await entrance.door(session.keeping).proposals()
            }
            output.print(["proposals": .array(proposals.map(\.json))]) {
                proposals.isEmpty ? "Nothing waits.\n" : StaffProposal.table(proposals)
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve what another administrator proposed; it is done at once.")

        @Argument(help: "Its number, as `coffer staff proposals` shows it.")
        var proposal: ProposalID

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let line = try await vault.enter("staff approve") { entrance in
                try await entrance.door(session.keeping).approve(proposal)
            }
            output.print(StaffOutcome.done(line).json) { StaffCommand.table([line]) }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take back what you proposed.")

        @Argument(help: "Its number, as `coffer staff proposals` shows it.")
        var proposal: ProposalID

        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let taken = try await vault.enter("staff withdraw") { entrance in
                try await entrance.own().withdraw(proposal)
            }
            output.print(["withdrawn": taken.json]) { taken.words + "Taken back.\n" }
        }
    }
}

extension StaffProposal {
    /// What it would do, in one line.
    var words: String {
        let who = Look.bold.paint(Printable.text(name))
        let roles = roles.map(\.description).joined(separator: ", ")
        let what =
            switch change {
            case .roles:
                actor == nil
                    ? "enter \(who), \(kind == .service ? "a program, " : "")uid \(uid.map { String($0) } ?? "-"), as \(roles)"
                    : "give \(who) the roles \(roles)"
            case .disable: "end the rights of \(who)"
            case .enable: "give \(who) the rights back: \(roles)"
            case .loginKey: "a new login key for \(who), in the place of the one he has"
            }
        return "Proposed by \(Printable.text(proposerName)): \(what).\n"
    }

    static func table(_ proposals: [StaffProposal]) -> String {
        var table = Table(["number", "by", "proposes", "whom", "uid", "roles", "ends"])
        for one in proposals {
            table.add([
                "\(one.id.description)", Table.Cell(Printable.text(one.proposerName), .bold),
                "\(one.change.words)", Table.Cell(Printable.text(one.name), .bold),
                "\(one.uid.map { String($0) } ?? "-")",
                "\(one.roles.map(\.description).joined(separator: ", "))", "\(one.ends.day16)",
            ])
        }
        return table.text
    }
}

extension StaffChange {
    fileprivate var words: String {
        switch self {
        case .roles: "roles"
        case .disable: "to disable"
        case .enable: "to enable"
        case .loginKey: "a new login key"
        }
    }
}

extension Timestamp {
    /// `2026-11-21 10:00`, for a person.
    var day16: String { "\(description.prefix(10)) \(description.dropFirst(11).prefix(5)) UTC" }
}
