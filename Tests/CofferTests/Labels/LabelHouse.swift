import Coffer
import CofferCharter
import CofferCrypto
import CofferFields
import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Foundation

/// A vault of published customers, whose certificate notices name devices by a kind of label that a test chooses.
final class LabelHouse {
    let house: TestVault
    let subject: SubjectID
    /// His certificates, in the order of the devices they hang on.
    let certificates: [RecordID]
    let devices: [RecordID]
    private(set) var vault: Vault

    /// One that is read again without a table, so that what a preview shows can be asked for.
    static let reversible = "{ of: device, mode: siv, scope: relationship, period: quarter }"

    init(
        _ kind: String = reversible, customer: String = "demo-en-01",
        random: any RandomSource = SystemRandom()
    )
        async throws
    {
        let text = String(decoding: BuiltInCharters.source(named: "network-admin") ?? [], as: UTF8.self)
        house = try await TestVault(
            charter: .file(name: "labels.yaml", text: text + "\nlabels:\n  device: \(kind)\n"), random: random
        )
        vault = house.vault
        subject = try await Self.add(customer, to: house)
        let view = try await vault.show(subject, as: house.session("network_engineer", .deviceOps))
        let found = view.records.filter { $0.className == "certificate" }.sorted { $0.record < $1.record }
        certificates = found.map(\.record)
        devices = found.compactMap(\.parent)
    }

    static func add(_ ref: String, to house: TestVault) async throws -> SubjectID {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "keys-example/customers.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        guard let line = lines.first(where: { $0.contains("\"\(ref)\"") }) else {
            throw Unexpected(what: ref)
        }
        let input = try SubjectInput(reading: Array(line.utf8))
        let results = try await house.vault.importLines(
            [ImportLine(number: 1, bytes: Array(line.utf8))], as: house.admin)
        guard case .added(let subject) = results[0] else { throw Unexpected(what: "\(results)") }
        _ = (input, subject)
        guard let email = input.records.lazy.compactMap({ $0.fields["email"]?.string }).first else {
            throw Unexpected(what: "an address")
        }
        let found = try await house.vault.find(
            FieldPath(className: "contact", field: "email"), equals: email,
            as: house.session("support_technician", .support))
        guard let first = found.first else { throw Unexpected(what: "nobody") }
        return first
    }

    // Who asks.

    var engineer: Session { house.session("network_engineer", .deviceOps, case: "NET-17") }
    var officer: Session { house.session("privacy_officer", .subjectRights, case: "DSR-1") }
    var security: Session { house.session("security", .fraud, case: "SEC-1", reason: "dispute") }

    /// The label that a notice about the customer's certificate shows.
    func label(_ certificate: Int = 0) async throws -> String {
        let notice = try await vault.preview(
            "certificate_expiring", for: subject, about: certificates[certificate],
            as: house.session("dispatcher", .serviceNotice))
        guard let match = notice.body.firstMatch(of: /device (\S+) is valid/) else {
            throw Unexpected(what: "a label")
        }
        return String(match.1)
    }

    /// The code of a refusal; nil for an answer.
    func refusal(_ label: String, _ session: Session? = nil) async -> Code? {
        await code { try await self.vault.resolve(label, as: session ?? self.engineer) }
    }

    // Files.

    func close() async throws { try await vault.close() }

    func reopen(random: any RandomSource = SystemRandom()) async throws {
        vault = try await Vault.open(
            house.path, custody: .root, storage: .sqlite(activity: "test"), time: house.clock, random: random)
    }

    /// Writes into the closed vault what a notice would have that left with a label.
    func issue(_ text: String, device: Int = 0, service: String? = nil, until expires: Timestamp) async throws
    {
        let arena = try KeyArena(slots: 8192)
        let custody = try CustodyRecord(reading: house.path + "-custody/custody.json")
        let root = try KeyFile.read(house.path + "-custody/root.key", kind: .root, in: arena).takeKey()
        let file = try KeyringFile(reading: try house.bytes("keyring"), signedBy: custody.manifestKey)
        let fields = try Fields(
            try Keyring.open(file, root: root, in: arena), destroyed: [], from: SystemRandom(), in: arena,
            try BufferPool(buffers: 2, bytesEach: 65_536))
        var meaning: [String: JSON] = [
            "kind": "device", "class": 8, "field": 90, "subject": .string(subject.description),
            "record": .string(devices[device].description), "text": .string(text),
        ]
        meaning["service"] = service.map { .string($0) }
        let row = try fields.issue(
            .object(meaning), as: text, target: try fields.issuedTarget(Array(text.utf8)), of: subject,
            until: expires)
        let data = try SQLiteData.open(house.path + "/data.db", vault: custody.vault)
        try await data.commit([.issue(row)])
        try await data.close()
    }
}
