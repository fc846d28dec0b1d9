import Coffer
import CofferModel
import CofferTesting

extension TestVault {
    /// The ledger's rows, as they stand in the file.
    func rows() throws -> [JSON] {
        let text = try bytes("ledger/00001/rows.jsonl")
        return try text.split(separator: 10).map { try JSON(reading: Array($0)) }
    }

    /// The rows that were added while something was done.
    func rows(during act: () async throws -> Void) async throws -> [JSON] {
        let before = try rows().count
        try await act()
        return Array(try rows().dropFirst(before))
    }

    /// Whether some row carries this code, under this actor's name.
    func holds(_ rows: [JSON], _ code: Code, by actor: ActorID?) -> Bool {
        rows.contains { row in
            let text = String(decoding: row.canonical, as: UTF8.self)
            let named = actor.map { text.contains($0.description) } ?? true
            return named && text.contains("\"\(code.rawValue)\"")
        }
    }

    /// The first record of a class.
    func record(_ name: String, of subject: SubjectID) async throws -> RecordID {
        // The engineer sees devices, the clerk the rest; what a role sees nothing of is not listed for it.
        let session =
            name.hasPrefix("device")
            ? session("network_engineer", .deviceOps) : session("billing_clerk", .billing)
        let view = try await vault.show(subject, as: session)
        guard let record = view.records.first(where: { $0.className == name }) else {
            throw Unexpected(what: name)
        }
        return record.record
    }
}
