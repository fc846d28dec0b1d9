import CofferCharter
import CofferModel

/// Requests and facts for tests: one moment, one subject, one member of staff, each part replaceable.
struct Asking {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let subject = SubjectID(bits: 7)
    static let record = RecordID(bits: 70)

    var charter: Charter
    var staff: StaffEntry?
    var role: RoleName
    var purpose = Purpose.support
    var caseID: String?
    var reason: String?
    var approver: StaffEntry?
    var sourceAddress: String?
    var secureChannel = false
    var secondFactorAt: Timestamp?
    var action = Action.read
    var notice: String?
    var connector: ConnectorUse?
    var facts = SubjectFacts(language: "en", jurisdiction: "BG", source: "order")
    var record: RecordFacts?
    var used = BudgetUse(clearValues: 0, subjects: [], probes: 0)
    var known = true

    init(_ charter: Charter, as role: String) throws {
        self.charter = charter
        self.role = try named(role)
        staff = Self.person(1, [self.role], version: charter.confidentiality.version)
        facts.services = [ServiceFacts(name: "default", opened: Self.days(-100))]
        facts.events = [
            SubjectEvent(name: .ordered, service: "default", record: nil, at: Self.days(-100), until: nil)
        ]
    }

    static func days(_ days: Int64) -> Timestamp { now.adding(seconds: days * 86_400) }

    static func person(_ number: UInt128, _ roles: Set<RoleName>, version: Int?) -> StaffEntry {
        StaffEntry(
            actor: ActorID(bits: number), name: "person", uid: 1000, kind: .person, roles: roles,
            active: true,
            acknowledged: version, loginKey: nil, added: days(-200), subject: nil)
    }

    func request(_ asks: [Ask]) -> Request {
        var request = Request(
            id: RequestID(bits: 9), vault: VaultID(bits: 1), staff: staff, role: role, purpose: purpose,
            caseID: caseID, reason: reason, approver: approver, sourceAddress: sourceAddress,
            secureChannel: secureChannel, secondFactorAt: secondFactorAt, action: action, notice: notice,
            asks: asks)
        request.connector = connector
        return request
    }

    /// The same, on the way to a connector that may take every field for the purpose.
    func using(_ object: ConnectorUse.Object = .device, isSpent: Bool = false) -> Asking {
        var asking = self
        asking.action = .deliver
        asking.connector = ConnectorUse(
            fields: Set(charter.fields.keys), purposes: [purpose], source: sourceAddress,
            isEncrypted: secureChannel, object: object, isSpent: isSpent)
        return asking
    }

    /// The facts: the subject, one record of each class, and the test's own record.
    var world: Facts {
        var records: [RecordID: RecordFacts] = [:]
        for rule in charter.classes.values {
            let isDaily = rule.fields.values.contains { $0.scope == .day }
            records[Self.record(of: rule)] = RecordFacts(
                ofClass: rule.number, subject: isDaily ? nil : Self.subject, parent: nil, service: nil,
                created: Self.days(-2))
        }
        records[Self.record] = record
        return Facts(
            subjects: known ? [Self.subject: facts] : [:], records: records, budget: used, now: Self.now)
    }

    private static func record(of rule: ClassRule) -> RecordID { RecordID(bits: UInt128(rule.number)) }

    func decide(_ asks: [Ask]) -> Decision { charter.decide(request(asks), world) }

    /// One ask: of the test's own record, or of the class's where the field needs one.
    func asking(_ path: String?, _ form: Form? = nil, of subject: SubjectID? = subject) -> Ask {
        let path = path.flatMap { FieldPath($0) }
        let field = path.flatMap { charter.fields[$0] }
        let rule = path.flatMap { charter.classes[$0.className] }
        var record = record == nil ? nil : Self.record
        let needsOne = field.map { $0.scope == .record || ($0.scope == .day && subject == nil) } ?? false
        if record == nil, needsOne, action != .find { record = rule.map { Self.record(of: $0) } }
        return Ask(subject: subject, record: record, path: path, form: form)
    }

    /// Asks for one field of the subject, or without a path for an act on him.
    func ask(_ path: String?, _ form: Form? = nil, of subject: SubjectID? = subject) -> Outcome {
        var decision = decide([asking(path, form, of: subject)])
        if let denial = decision.denials.first { return .denied(denial.code, denial.step) }
        guard let cell = decision.takeGrant()?.cells.first else { return .nothing }
        return .granted(cell.form, cell.mask)
    }
}

/// What became of one ask.
enum Outcome: Equatable {
    case granted(Form?, MaskRule?)
    case denied(Code, Step)
    case nothing
}

struct NoSuchName: Error {}

func named(_ text: String) throws -> RoleName {
    guard let name = RoleName(text) else { throw NoSuchName() }
    return name
}

func builtIn(replacing old: String = "", by new: String = "") throws -> Charter {
    guard let base = BuiltInCharters.source(named: "base"),
        let source = BuiltInCharters.source(named: "network-admin")
    else { throw NoSuchName() }
    let text = String(decoding: source, as: UTF8.self)
    return try Charter.load(
        Array((old.isEmpty ? text : text.replacing(old, with: new)).utf8), base: base,
        overlays: BuiltInCharters.overlays, file: "network-admin.yaml", hash: .zero,
        previous: nil)
}
