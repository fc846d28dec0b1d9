import Coffer
import CofferModel

extension HistoryPage {
    /// The rows, and how to see older ones.
    var words: String {
        HistoryLine.table(rows) + (more.map { Look.dim.paint("older rows: --before \($0)") + "\n" } ?? "")
    }
}

extension HistoryLine {
    static func table(_ lines: [HistoryLine]) -> String {
        var table = Table(["row", "time", "who", "as", "did", "for", "case", "what"])
        for line in lines {
            let time = line.time.description
            table.add([
                Table.Cell("\(line.log):\(line.sequence)", .dim),
                "\(time.prefix(10)) \(time.dropFirst(11).prefix(8))",
                Table.Cell(line.who, .bold), "\(line.role?.description ?? "-")",
                "\(line.action.rawValue)\(line.state.map { " \($0)" } ?? "")",
                "\(line.purpose?.rawValue ?? "-")", "\(line.caseID ?? "-")",
                Table.Cell(line.outcome, line.code == nil ? .plain : .warning),
            ])
        }
        return table.text
    }

    /// The account that asked, and for whom; the user, where no account is entered with it.
    private var who: String {
        (actor == "-" ? "uid \(uid)" : Printable.text(actor))
            + (behalf.map { " for \(Printable.text($0))" } ?? "")
    }

    /// `clear: identity.given_name …`, cut to a few fields of each form; whom and which proposal it is about.
    private var outcome: String {
        let fields = fields.sorted { $0.key < $1.key }.map { name, paths in
            let few = paths.prefix(2).map(\.description).joined(separator: " ")
            return "\(name): \(few)" + (paths.count > 2 ? " +\(paths.count - 2)" : "")
        }
        let refused = code.map { ["refused: \($0.rawValue)"] } ?? []
        let roles = roles.map(\.description).joined(separator: " ")
        let about = [
            noted, change.map { $0.rawValue + (roles.isEmpty ? "" : ": \(roles)") },
            due.map { "due \($0)" }, count.map { "\($0) times" },
            person.map { "about \(Printable.text($0))" }, proposal.map { "proposal \($0)" },
            proposer.map { "proposed by \(Printable.text($0))" },
            request.map { "request \(Hex.encode($0.bytes))" },
        ]
        return (refused + fields + about.compactMap { $0 }).joined(separator: "; ")
    }
}

extension Erasure {
    var words: String {
        var text = """
            Done: \(keysDestroyed) keys destroyed, \(recordsRemoved) records removed; recorded and anchored.
            Final in all copies when the last backups of scopes.db and keyring from before today are destroyed \
            (epoch \(epoch)).

            """
        if sharedKeysRemain {
            text += """
                Some of it shares keys with the customer's other records: copies in older backups of the data stay \
                readable with today's keys until he is erased as a whole.

                """
        }
        return text
    }
}
