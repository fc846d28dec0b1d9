import CofferIntake
import CofferModel
import CofferTesting
import Foundation

/// Files in a folder of their own, and what an import makes of them.
final class Desk: Sendable {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    func write(_ bytes: [UInt8], to file: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file(file)))
    }

    func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

    /// Everything an import says of files with their maps.
    func all(
        _ parts: (file: String, map: String)..., passphrases: String? = nil, most: Int = 100_000
    ) throws -> [Said] {
        let intake = try open(parts, passphrases: passphrases)
        var all: [Said] = []
        while all.count < most, let next = intake.next() { all.append(try Said(next)) }
        return all
    }

    func open(_ parts: [(file: String, map: String)], passphrases: String? = nil) throws -> Intake {
        let secrets: Passphrases
        if let passphrases {
            var bytes = Array(passphrases.utf8)
            secrets = try Passphrases(wiping: &bytes)
        } else {
            secrets = Passphrases()
        }
        let parts = try parts.map {
            Intake.Part(
                path: folder.file($0.file), map: try IntakeMap.read(Array($0.map.utf8), file: "m.yaml"))
        }
        return try Intake(parts, passphrases: secrets)
    }

    /// What an import says of one table, or why it does not begin.
    func said(of table: [UInt8], _ map: String) throws -> [Said] {
        try write(table, to: "table.csv")
        do { return try all(("table.csv", map)) } catch let fault as IntakeFault { return [.refused(fault)] }
    }

    func said(of table: String, _ map: String) throws -> [Said] { try said(of: Array(table.utf8), map) }
}

/// What came of a customer.
enum Said {
    case customer(JSON, line: Int)
    case refused(IntakeFault)

    init(_ next: Intake.Next) throws {
        switch next {
        case .customer(let bytes, let place): self = .customer(try JSON(reading: bytes), line: place.line)
        case .refused(let fault): self = .refused(fault)
        }
    }

    var json: JSON? { if case .customer(let json, _) = self { json } else { nil } }
    var fault: IntakeFault? { if case .refused(let fault) = self { fault } else { nil } }

    /// The customer's reference, or the rule with line and column.
    var short: String {
        switch self {
        case .customer(let json, let line): "\(line) \(json["ref"]?.string ?? "?")"
        case .refused(let fault):
            "\(fault.place.file > 1 ? "file \(fault.place.file) " : "")\(fault.place.line)"
                + "\(fault.place.column.map { ":\($0)" } ?? "") \(fault.rule)"
        }
    }

    /// A field of the first record that has it.
    subscript(field: String) -> JSON? {
        (json?["records"]?.array ?? []).lazy.compactMap { $0["fields"]?[field] }.first
    }
}

/// Maps that tests begin with.
enum Sample {
    /// Columns `id`, `name` and `note`.
    static func map(table: String = "", name: String = "name", more: String = "") -> String {
        """
        map: sample
        table: { \(table.isEmpty ? "separator: comma" : table) }
        customer: { ref: id, language: { value: bg }, source: { value: order } }
        records:
          - class: identity
            fields:
              given_name: \(name)
              family_name: note
        \(more)
        """
    }
}
