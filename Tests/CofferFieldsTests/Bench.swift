import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import CofferTesting

/// The four steps laid out on a bench: a charter, keys, one customer's record, a ledger.
struct Bench {
    let charter: Charter
    let fields: Fields
    let ledger: Ledger
    let subject: SubjectID
    let record: RecordID
    let open: OpenSubject
    let facts: Facts
    let directory: TemporaryDirectory
    let vault: VaultID

    static let now = Timestamp(milliseconds: 1_790_000_000_000)
    private static let path = FieldPath(className: "identity", field: "given_name")

    struct StandingClock: TimeSource {
        func now() -> Timestamp { Bench.now }
    }

    /// Preparation that went wrong.
    struct Broken: Error {}

    init() throws {
        directory = try TemporaryDirectory()
        let random = SystemRandom()
        let arena = try KeyArena(slots: 4096)
        let source = CharterSource(
            name: "network-admin.yaml",
            text: String(decoding: BuiltInCharters.source(named: "network-admin") ?? [], as: UTF8.self),
            base: String(decoding: BuiltInCharters.source(named: "base") ?? [], as: UTF8.self),
            overlays: BuiltInCharters.overlays.mapValues { String(decoding: $0, as: UTF8.self) })
        charter = try Charter.load(
            Array(source.text.utf8), base: Array(source.base.utf8),
            overlays: source.overlays.mapValues { Array($0.utf8) }, file: source.name, hash: source.hash,
            previous: nil)
        vault = VaultID.random(from: random)
        var change = KeyringChange()
        change.charter = source
        change.staff = []
        change.newKeys =
            [.facts, .references, .labelIndex, .scopes(0), .audience(.staff, period: 0)]
            + charter.fields.values.flatMap {
                [KeyUse.field($0.number), .masked($0.number), .index($0.number)]
            }
            + Set(charter.fields.values.map(\.retention.number)).map { .scopes($0) }
        let root = try SecretKey(random: random, in: arena)
        let keyring = try Keyring.create(
            root: root, vault: vault, change, configuration: Configuration(anchor: directory.path),
            at: Self.now,
            from: random, in: arena)
        fields = try Fields(
            keyring, destroyed: [], from: random, in: arena, try BufferPool(buffers: 2, bytesEach: 65_536))
        let name = LogName(vault: vault, log: 1)
        guard let signer = try keyring.ledgerSigner(1) else { throw Broken() }
        ledger = try Ledger.create(
            in: directory.path, name: name, signer: signer, anchor: Anchor(path: directory.file("anchor")),
            time: StandingClock(), timing: .standard)
        subject = SubjectID(bits: 7)
        record = RecordID(bits: 8)
        var facts = SubjectFacts(language: "bg", jurisdiction: "BG", source: "order")
        facts.services = [ServiceFacts(name: "default", opened: Self.now)]
        self.facts = Facts(
            subjects: [subject: facts],
            records: [
                record: RecordFacts(
                    ofClass: 1, subject: subject, parent: nil, service: nil, created: Self.now)
            ], budget: BudgetUse(clearValues: 0, subjects: [], probes: 0), now: Self.now)
        guard let rule = charter.fields[Self.path] else { throw Broken() }
        let draft = RecordDraft(record: record, parent: nil, values: [rule.number: Array("Йорданка".utf8)])
        let (first, _) = try fields.newSubject(subject)
        let (keys, _) = try fields.addScopes(first, Fields.scopes(of: draft, subject: subject, charter))
        let writing = Self.request(1, "support_technician", .write, vault, subject, record)
        var decision = charter.decide(writing, self.facts)
        guard let grant = decision.takeGrant() else { throw Broken() }
        let sealed = try fields.seal(grant, draft, before: nil, keys, charter, at: Self.now)
        open = OpenSubject(keys: keys, records: [sealed.row])
    }

    private static func request(
        _ number: UInt128, _ role: String, _ action: Action, _ vault: VaultID, _ subject: SubjectID,
        _ record: RecordID
    ) -> Request {
        let name = RoleName(role) ?? .admin
        let staff = StaffEntry(
            actor: ActorID(bits: 1), name: "T", uid: nil, kind: .person, roles: [name], active: true,
            acknowledged: 1, loginKey: nil, added: now, subject: nil)
        return Request(
            id: RequestID(bits: number), vault: vault, staff: staff, role: name, purpose: .support,
            caseID: nil, reason: nil, approver: nil, sourceAddress: nil, secureChannel: true,
            secondFactorAt: nil, action: action, notice: nil,
            asks: [Ask(subject: subject, record: record, path: path, form: nil)])
    }

    /// The charter's leave to read the name, masked, for the request of this number.
    func grant(_ number: UInt128, vault other: VaultID? = nil, charter: Charter? = nil) throws -> Grant {
        let request = Self.request(number, "support_technician", .read, other ?? vault, subject, record)
        var decision = (charter ?? self.charter).decide(request, facts)
        guard let grant = decision.takeGrant() else { throw Broken() }
        return grant
    }

    /// The opened name, unseen.
    func unseen(_ number: UInt128) throws -> Unseen {
        try fields.open(try grant(number), [subject: open], charter, period: 0)
    }

    /// The ledger's receipt for the request of this number.
    func receipt(_ number: UInt128) async throws -> Receipt {
        let entry = LedgerEntry(
            request: RequestID(bits: number), origin: Origin(uid: 0, pid: 1), action: .read)
        return try await ledger.append([entry])
    }
}
