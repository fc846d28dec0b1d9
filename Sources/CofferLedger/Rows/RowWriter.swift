import CofferModel

/// Appends the members of a row in canonical order; the texts it is given need no escaping.
struct RowWriter {
    private(set) var bytes: [UInt8]

    init() {
        bytes = []
        bytes.reserveCapacity(512)
    }

    init(_ start: [UInt8], more: Int) {
        bytes = []
        bytes.reserveCapacity(start.count + more)
        bytes += start
    }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func member(_ name: String, _ text: String) {
        key(name)
        quoted(text)
    }

    mutating func member(_ name: String, _ number: UInt64) {
        key(name)
        bytes += String(number).utf8
    }

    /// The form of ``Timestamp/description``.
    mutating func member(_ name: String, _ time: Timestamp) {
        key(name)
        let (year, month, day) = time.calendarDay
        let rest = Int(time.milliseconds - Int64(time.day) * 86_400_000)
        quote {
            $0.decimal(year, 4, then: "-")
            $0.decimal(month, 2, then: "-")
            $0.decimal(day, 2, then: "T")
            $0.decimal(rest / 3_600_000, 2, then: ":")
            $0.decimal(rest / 60_000 % 60, 2, then: ":")
            $0.decimal(rest / 1000 % 60, 2, then: ".")
            $0.decimal(rest % 1000, 3, then: "Z")
        }
    }

    private mutating func decimal(_ value: Int, _ width: Int, then end: Unicode.Scalar) {
        var unit = width == 4 ? 1000 : width == 3 ? 100 : 10
        while unit > 0 {
            bytes.append(48 + UInt8(truncatingIfNeeded: value / unit % 10))
            unit /= 10
        }
        bytes.append(UInt8(ascii: end))
    }

    mutating func member<Kind>(_ name: String, _ id: Identifier<Kind>) {
        key(name)
        quoted(id)
    }

    mutating func member(_ name: String, hex value: [UInt8]) {
        key(name)
        quote { $0.hex(value) }
    }

    mutating func members(beforeSequence entry: LedgerEntry) {
        member("action", entry.action.rawValue)
        if let actor = entry.actor { member("actor", actor) }
        if let approver = entry.approver { member("approver", approver) }
        if let behalf = entry.onBehalfOf { member("behalf", behalf) }
        if let caseID = entry.caseID { member("case", caseID) }
        list("cells", entry.cells) { $0.cell($1) }
        list("changes", entry.changes) { $0.change($1) }
        if let charter = entry.charter { member("charter", hex: charter.bytes) }
        if let closes = entry.closes { member("closes", closes) }
        if let code = entry.code { member("code", code.rawValue) }
        list("destroyed", entry.destroyed) { $0.quoted($1) }
        if let due = entry.due { member("due", due) }
        if let token = entry.idempotency { member("idempotency", hex: token) }
        list("keys", entry.keys) { $0.quoted($1) }
        if let manifest = entry.manifest { member("manifest", hex: manifest.bytes) }
        if entry.misses > 0 { member("misses", UInt64(entry.misses)) }
        if let noted = entry.noted { member("noted", noted) }
        key("origin")
        bytes += "{\"pid\":\(entry.origin.pid)".utf8
        if let request = entry.origin.request { member("request", request) }
        bytes += ",\"uid\":\(entry.origin.uid)}".utf8
        if let person = entry.person { member("person", person) }
        if let proposal = entry.proposal { member("proposal", proposal) }
        if let proposer = entry.proposer { member("proposer", proposer) }
        if let purpose = entry.purpose { member("purpose", purpose.rawValue) }
        if let reason = entry.reason { member("reason", reason) }
        member("request", entry.request)
        if let role = entry.role { member("role", role.description) }
        list("roles", entry.roles) { $0.quoted($1.description) }
        bytes[0] = UInt8(ascii: "{")
    }

    private mutating func cell(_ cell: LedgerCell) {
        let start = bytes.count
        fields("denied", cell.denied.map { ($0.rawValue, $1) })
        fields("granted", cell.granted.map { ($0.rawValue, $1) })
        if let record = cell.record { member("record", record) }
        list("written", cell.written) { $0.path($1) }
        close(from: start)
    }

    private mutating func change(_ change: LedgerChange) {
        let start = bytes.count
        if let hash = change.hash { member("hash", hex: hash.bytes) }
        if let record = change.record { member("record", record) }
        member("revision", change.revision)
        close(from: start)
    }

    private mutating func fields(_ name: String, _ lists: [(String, [FieldPath])]) {
        guard !lists.isEmpty else { return }
        key(name)
        let start = bytes.count
        for (code, paths) in lists.sorted(by: { $0.0 < $1.0 }) {
            key(code)
            array(paths) { $0.path($1) }
        }
        close(from: start)
    }

    private mutating func path(_ path: FieldPath) {
        quote {
            $0.bytes += path.className.utf8
            $0.bytes.append(UInt8(ascii: "."))
            $0.bytes += path.field.utf8
        }
    }

    private mutating func list<Element>(
        _ name: String, _ elements: [Element], _ write: (inout RowWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        array(elements, write)
    }

    private mutating func array<Element>(_ elements: [Element], _ write: (inout RowWriter, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (place, element) in elements.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Every member starts with a comma; that of an object's first becomes the brace.
    private mutating func key(_ name: String) {
        bytes.append(UInt8(ascii: ","))
        bytes.append(UInt8(ascii: "\""))
        bytes += name.utf8
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func close(from start: Int) {
        if bytes.count > start {
            bytes[start] = UInt8(ascii: "{")
        } else {
            bytes.append(UInt8(ascii: "{"))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func quoted(_ text: String) { quote { $0.bytes += text.utf8 } }

    private mutating func quoted<Kind>(_ id: Identifier<Kind>) {
        let (high, low) = (UInt64(truncatingIfNeeded: id.bits >> 64), UInt64(truncatingIfNeeded: id.bits))
        quote {
            $0.digits(of: high >> 32, count: 8)
            $0.bytes.append(UInt8(ascii: "-"))
            $0.digits(of: high >> 16, count: 4)
            $0.bytes.append(UInt8(ascii: "-"))
            $0.digits(of: high, count: 4)
            $0.bytes.append(UInt8(ascii: "-"))
            $0.digits(of: low >> 48, count: 4)
            $0.bytes.append(UInt8(ascii: "-"))
            $0.digits(of: low, count: 12)
        }
    }

    private mutating func quote(_ write: (inout RowWriter) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        write(&self)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The lowest digits of a number, most significant first.
    private mutating func digits(of value: UInt64, count: Int) {
        for place in stride(from: 4 * count - 4, through: 0, by: -4) {
            digit(UInt8(truncatingIfNeeded: value >> place) & 15)
        }
    }

    private mutating func hex(_ value: [UInt8]) {
        for byte in value {
            digit(byte >> 4)
            digit(byte & 15)
        }
    }

    private mutating func digit(_ value: UInt8) { bytes.append(value < 10 ? 48 + value : 87 + value) }
}
