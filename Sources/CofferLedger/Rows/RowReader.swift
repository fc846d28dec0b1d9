import CofferModel

/// Reads the members of a row in canonical order.
///
/// It need not tell every wrong spelling: its caller writes the row again and compares.
struct RowReader {
    private var at: RowCursor

    init(_ line: [UInt8]) { at = RowCursor(line) }

    mutating func row() throws(RowInvalid) -> LedgerRow {
        try at.take("{\"action\":")
        let action = try at.name(as: Action.self)
        var entry = LedgerEntry(request: RequestID(bits: 0), origin: Origin(uid: 0, pid: 0), action: action)
        if at.member("actor") { entry.actor = try at.identifier() }
        if at.member("approver") { entry.approver = try at.identifier() }
        if at.member("behalf") { entry.onBehalfOf = try at.identifier() }
        if at.member("case") { entry.caseID = try at.text() }
        if at.member("cells") {
            entry.cells = try list { cursor throws(RowInvalid) in try Self.cell(&cursor) }
        }
        if at.member("changes") {
            entry.changes = try list { cursor throws(RowInvalid) in try Self.change(&cursor) }
        }
        try middle(&entry)
        if at.member("reason") { entry.reason = try at.text() }
        try at.take(",\"request\":")
        entry.request = try at.identifier()
        if at.member("role") { entry.role = try at.role() }
        if at.member("roles") { entry.roles = try list { cursor throws(RowInvalid) in try cursor.role() } }
        try at.take(",\"seq\":")
        let sequence = try at.number()
        if at.member("staff") { entry.staff = try at.name(as: StaffChange.self) }
        if at.member("state") { entry.state = try at.name(as: EntryState.self) }
        if at.member("subject") { entry.subject = try at.identifier() }
        try at.take(",\"time\":")
        let time = try at.time()
        try at.take(",\"v\":1}")
        guard at.isAtEnd, sequence > 0 else { throw RowInvalid() }
        return LedgerRow(sequence: sequence, time: time, entry: entry)
    }

    private mutating func middle(_ entry: inout LedgerEntry) throws(RowInvalid) {
        if at.member("charter") { entry.charter = try at.digest() }
        if at.member("closes") { entry.closes = try at.number() }
        if at.member("code") { entry.code = try at.name(as: Code.self) }
        if at.member("destroyed") {
            entry.destroyed = try list { cursor throws(RowInvalid) in try cursor.identifier() }
        }
        if at.member("due") { entry.due = try at.time() }
        if at.member("idempotency") { entry.idempotency = try at.hex(count: 16) }
        if at.member("keys") {
            entry.keys = try list { cursor throws(RowInvalid) in try cursor.identifier() }
        }
        if at.member("manifest") { entry.manifest = try at.digest() }
        if at.member("misses") { entry.misses = Int(try at.number()) }
        if at.member("noted") { entry.noted = try at.text() }
        try at.take(",\"origin\":{\"pid\":")
        let pid = try at.signed()
        let request: RequestID? = at.member("request") ? try at.identifier() : nil
        try at.take(",\"uid\":")
        guard let pid = Int32(exactly: pid), let uid = UInt32(exactly: try at.number()) else {
            throw RowInvalid()
        }
        entry.origin = Origin(uid: uid, pid: pid, request: request)
        try at.take("}")
        if at.member("person") { entry.person = try at.identifier() }
        if at.member("proposal") { entry.proposal = try at.identifier() }
        if at.member("proposer") { entry.proposer = try at.identifier() }
        if at.member("purpose") { entry.purpose = try at.name(as: Purpose.self) }
    }

    private mutating func list<Element>(
        _ element: (inout RowCursor) throws(RowInvalid) -> Element
    ) throws(RowInvalid) -> [Element] {
        try at.list(element)
    }

    private static func cell(_ at: inout RowCursor) throws(RowInvalid) -> LedgerCell {
        var cell = LedgerCell(record: nil, granted: [:], denied: [:])
        try at.take("{")
        if at.first("denied") { cell.denied = try fields(&at) }
        if at.first("granted") { cell.granted = try fields(&at) }
        if at.first("record") { cell.record = try at.identifier() }
        if at.first("written") {
            cell.written = try at.list { cursor throws(RowInvalid) in try cursor.path() }
        }
        try at.take("}")
        return cell
    }

    private static func change(_ at: inout RowCursor) throws(RowInvalid) -> LedgerChange {
        var change = LedgerChange(record: nil, revision: 0, hash: nil)
        try at.take("{")
        if at.first("hash") { change.hash = try at.digest() }
        if at.first("record") { change.record = try at.identifier() }
        guard at.first("revision") else { throw RowInvalid() }
        change.revision = try at.number()
        try at.take("}")
        return change
    }

    private static func fields<Key: RawRepresentable<String> & Hashable>(
        _ at: inout RowCursor
    ) throws(RowInvalid) -> [Key: [FieldPath]] {
        var fields: [Key: [FieldPath]] = [:]
        try at.take("{")
        repeat {
            let key = try at.name(as: Key.self)
            try at.take(":")
            fields[key] = try at.list { cursor throws(RowInvalid) in try cursor.path() }
        } while at.skip(UInt8(ascii: ","))
        try at.take("}")
        return fields
    }
}
