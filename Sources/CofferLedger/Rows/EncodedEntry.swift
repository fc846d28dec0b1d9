import CofferModel

/// An entry as canonical bytes around the two members that only the writer knows: `seq` and `time`.
///
/// Members stand in the order of their names, so the writer thread only joins the pieces.
struct EncodedEntry: Sendable {
    private let beforeSequence: [UInt8]
    private let beforeTime: [UInt8]

    init(_ entry: LedgerEntry) throws(EntryInvalid) {
        guard entry.isWritable else { throw EntryInvalid() }
        var head = RowWriter()
        head.members(beforeSequence: entry)
        beforeSequence = head.bytes
        var middle = RowWriter()
        if let staff = entry.staff { middle.member("staff", staff.rawValue) }
        if let state = entry.state { middle.member("state", state.rawValue) }
        if let subject = entry.subject { middle.member("subject", subject) }
        beforeTime = middle.bytes
        guard mostBytes <= Limits.ledgerRowBytes else { throw EntryInvalid() }
    }

    /// At least as many bytes as the row will have: the rest is `,"seq":` and 16 digits, `,"time":"…"`, `,"v":1}`.
    var mostBytes: Int { beforeSequence.count + beforeTime.count + 80 }

    func row(sequence: UInt64, time: Timestamp) -> [UInt8] {
        var writer = RowWriter(beforeSequence, more: mostBytes - beforeSequence.count)
        writer.member("seq", sequence)
        writer.raw(beforeTime)
        writer.member("time", time)
        writer.member("v", UInt64(1))
        writer.raw([UInt8(ascii: "}")])
        return writer.bytes
    }
}

extension LedgerEntry {
    /// Whether every member has a form that a row can carry, so that nothing needs escaping.
    var isWritable: Bool {
        let largest = UInt64(1) << 53
        return (caseID.map { Self.isPlain($0) } ?? true)
            && (reason.map { Name.isValid($0) } ?? true)
            && (noted.map { Self.isWords($0) } ?? true)
            && (idempotency.map { $0.count == 16 } ?? true)
            && (closes.map { 1..<largest ~= $0 } ?? true)
            && misses >= 0 && UInt64(misses) < largest
            && changes.allSatisfy { $0.revision < largest }
            && cells.allSatisfy { $0.isWritable }
    }

    /// Whether a text is one to sixteen names with dots between them: a channel agreed for all topics has thirteen.
    static func isWords(_ text: String) -> Bool {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        return 1...16 ~= words.count && words.allSatisfy { Name.isValid(String($0)) }
    }

    static func isPlain(_ text: String) -> Bool {
        1...Limits.caseBytes ~= text.utf8.count
            && text.utf8.allSatisfy {
                $0 >= 32 && $0 != 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
    }
}

extension LedgerCell {
    fileprivate var isWritable: Bool {
        granted.values.allSatisfy { $0.allSatisfy(\.isName) }
            && denied.values.allSatisfy { $0.allSatisfy(\.isName) } && written.allSatisfy(\.isName)
    }
}

extension FieldPath {
    fileprivate var isName: Bool { Name.isValid(className) && Name.isValid(field) }
}
