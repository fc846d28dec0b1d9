import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import CofferTesting

/// Two devices of one customer, and a notice that names one of them by a kind of label that a test chooses.
struct LabelBench {
    static let now = Timestamp(milliseconds: 1_790_000_000_000)
    static let channel = LabelReader.channel(
        RecordID(bits: 30), FieldNumber(ofClass: 2, field: 20), revision: 1)

    let charter: Charter
    let fields: Fields
    let subject: SubjectID
    let devices = [RecordID(bits: 8), RecordID(bits: 9)]
    let open: OpenSubject
    private let arena: KeyArena
    private let ledger: Ledger
    private let directory: TemporaryDirectory
    private let vault: VaultID
    private let facts: Facts
    private let path: FieldPath

    struct Broken: Error {}

    private struct StandingClock: TimeSource {
        func now() -> Timestamp { LabelBench.now }
    }

    /// A kind of label of the device, in the charter's words; `addresses` are what its devices are managed at.
    init(
        _ kind: String, subject: UInt128 = 7, addresses: [String] = ["192.0.2.1", "192.0.2.77"]
    ) throws {
        let random = SystemRandom()
        let arena = try KeyArena(slots: 4096)
        let source = Self.source(kind)
        charter = try Charter.load(
            Array(source.text.utf8), base: Array(source.base.utf8),
            overlays: source.overlays.mapValues { Array($0.utf8) }, file: source.name, hash: source.hash,
            previous: nil)
        vault = VaultID.random(from: random)
        directory = try TemporaryDirectory()
        let (keyring, ledger) = try Self.keyring(charter, source, vault, directory, random, arena)
        self.arena = arena
        self.ledger = ledger
        fields = try Fields(
            keyring, destroyed: [], from: random, in: arena, try BufferPool(buffers: 2, bytesEach: 65_536))
        self.subject = SubjectID(bits: subject)
        guard let rule = charter.labels["device"] else { throw Broken() }
        path = rule.path
        var known = SubjectFacts(language: "bg", jurisdiction: "BG", source: "order")
        known.services = [ServiceFacts(name: "default", opened: Self.now)]
        let owner = self.subject
        facts = Facts(
            subjects: [owner: known],
            records: Dictionary(
                uniqueKeysWithValues: devices.map {
                    (
                        $0,
                        RecordFacts(
                            ofClass: 8, subject: owner, parent: nil, service: nil, created: Self.now)
                    )
                }), budget: BudgetUse(clearValues: 0, subjects: [], probes: 0), now: Self.now)
        open = try Self.seal(addresses, devices, owner, charter, fields, facts, vault)
    }

    private static func source(_ kind: String) -> CharterSource {
        let base = String(decoding: BuiltInCharters.source(named: "base") ?? [], as: UTF8.self)
            .replacing(
                "number: 94\n        type: host_address\n",
                with:
                    "number: 94\n        type: host_address\n        outbound: { certificate_expiring: label, certificate_issued: label, certificate_revoked: label, device_access_changed: label, credentials_destroyed: label, technical_alert: label, technical_report: label }\n"
            )
            .replacing(
                "purposes: [support, device_ops, fraud, legal",
                with: "purposes: [service_notice, support, device_ops, fraud, legal"
            )
            .replacing(
                "forms: [masked, clear, delivered]\n        mask: network",
                with: "forms: [label, masked, clear, delivered]\n        mask: network")
        let text = String(decoding: BuiltInCharters.source(named: "network-admin") ?? [], as: UTF8.self)
        return CharterSource(
            name: "network-admin.yaml", text: text + "\nlabels:\n  device: \(kind)\n", base: base,
            overlays: BuiltInCharters.overlays.mapValues { String(decoding: $0, as: UTF8.self) })
    }

    private static func keyring(
        _ charter: Charter, _ source: CharterSource, _ vault: VaultID, _ directory: TemporaryDirectory,
        _ random: SystemRandom, _ arena: KeyArena
    ) throws -> (Keyring, Ledger) {
        var change = KeyringChange()
        change.charter = source
        change.staff = []
        let periods = LabelPeriod.allCases.flatMap { period in
            [now, now.adding(seconds: 120 * 86_400)].flatMap { time in
                [
                    KeyUse.audience(.customer, period: period.number(at: time)),
                    .audience(.staff, period: period.number(at: time)),
                ]
            }
        }
        change.newKeys =
            [.facts, .references, .labelIndex, .scopes(0), .audience(.staff, period: 0)] + periods
            + charter.fields.values.flatMap {
                [KeyUse.field($0.number), .masked($0.number), .index($0.number)]
            }
            + Set(charter.fields.values.map(\.retention.number)).map { .scopes($0) }
        let root = try SecretKey(random: random, in: arena)
        let keyring = try Keyring.create(
            root: root, vault: vault, change, configuration: Configuration(anchor: directory.path), at: now,
            from: random, in: arena)
        guard let signer = try keyring.ledgerSigner(1) else { throw Broken() }
        let ledger = try Ledger.create(
            in: directory.path, name: LogName(vault: vault, log: 1), signer: signer,
            anchor: Anchor(path: directory.file("anchor")), time: StandingClock(), timing: .standard)
        return (keyring, ledger)
    }

    private static func seal(
        _ addresses: [String], _ devices: [RecordID], _ owner: SubjectID, _ charter: Charter,
        _ fields: Fields,
        _ facts: Facts, _ vault: VaultID
    ) throws -> OpenSubject {
        let path = FieldPath(className: "device", field: "mgmt_address")
        guard let number = charter.fields[path]?.number else { throw Broken() }
        let drafts = zip(devices, addresses).map {
            RecordDraft(record: $0, parent: nil, values: [number: Array($1.utf8)])
        }
        let (first, _) = try fields.newSubject(owner)
        let needed = Set(drafts.flatMap { Fields.scopes(of: $0, subject: owner, charter) })
        let (keys, _) = try fields.addScopes(first, needed)
        let rows = try drafts.map { draft in
            let ask = Ask(subject: owner, record: draft.record, path: path, form: nil)
            let request = Self.request(1, .write, vault, "network_engineer", .deviceOps, ask, notice: nil)
            var decision = charter.decide(request, facts)
            guard let grant = decision.takeGrant() else { throw Broken() }
            return try fields.seal(grant, draft, before: nil, keys, charter, at: now).row
        }
        return OpenSubject(keys: keys, records: rows)
    }

    private static func request(
        _ number: UInt128, _ action: Action, _ vault: VaultID, _ role: String, _ purpose: Purpose, _ ask: Ask,
        notice: String?
    ) -> Request {
        let name = RoleName(role) ?? .admin
        let staff = StaffEntry(
            actor: ActorID(bits: 1), name: "T", uid: nil, kind: .person, roles: [name], active: true,
            acknowledged: 1, loginKey: nil, added: now, subject: nil)
        return Request(
            id: RequestID(bits: number), vault: vault, staff: staff, role: name, purpose: purpose,
            caseID: nil,
            reason: nil, approver: nil, sourceAddress: nil, secureChannel: true, secondFactorAt: nil,
            action: action, notice: notice, asks: [ask])
    }

    /// For whom: the customer's one channel, service `default`, one message about the first device, today.
    func setting() -> LabelSetting {
        LabelSetting(
            reader: Self.channel, services: [:], message: Array(0..<32), document: devices[0], now: Self.now)
    }

    /// The label of a device in a notice, and the rows that would be stored with it.
    func label(
        _ device: Int = 0, _ setting: LabelSetting? = nil
    ) async throws -> (text: String, issued: [IssuedRow]) {
        let ask = Ask(subject: subject, record: devices[device], path: path, form: nil)
        let request = Self.request(
            5, .notice, vault, "support_technician", .serviceNotice, ask, notice: "certificate_expiring")
        var decision = charter.decide(request, facts)
        guard let grant = decision.takeGrant() else { throw Broken() }
        let unseen = try fields.open(grant, [subject: open], charter, labels: setting ?? self.setting())
        let issued = unseen.issued
        let entry = LedgerEntry(request: request.id, origin: Origin(uid: 0, pid: 1), action: .notice)
        let answers = unseen.reveal(for: try await ledger.append([entry]))
        guard case .value(.label, let json) = answers.first?.result, let text = json.string else {
            throw Broken()
        }
        return (text, issued)
    }

    /// The text alone.
    func text(_ device: Int = 0, _ change: (inout LabelSetting) -> Void = { _ in }) async throws -> String {
        var setting = setting()
        change(&setting)
        return try await label(device, setting).text
    }

    /// The targets of a table's labels for a device.
    func targets(_ device: Int, _ setting: LabelSetting) throws -> [[UInt8]: LabelFormat] {
        guard let notice = charter.notices["certificate_expiring"] else { throw Broken() }
        return try fields.tableTargets(notice, [path: devices[device]], open.keys, charter, setting)
    }
}
