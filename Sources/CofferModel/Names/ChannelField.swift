/// The field that holds a channel's address: `0192…/contact.email`; never the address itself.
public struct ChannelField: Hashable, Sendable, LosslessStringConvertible {
    /// The record.
    public let record: RecordID
    /// The field in it.
    public let path: FieldPath

    /// Names a field of a record.
    public init(record: RecordID, path: FieldPath) {
        self.record = record
        self.path = path
    }

    /// Reads a record and `class.field`, a slash between them.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let record = RecordID(String(parts[0])),
            let path = FieldPath(String(parts[1]))
        else { return nil }
        self.init(record: record, path: path)
    }

    /// A record and `class.field`, a slash between them.
    public var description: String { "\(record)/\(path)" }
}

extension ChannelField {
    /// The members `record` and `field`.
    var members: [String: JSON] {
        ["record": .string(record.description), "field": .string(path.description)]
    }

    /// Takes the members `record` and `field`.
    init(_ members: inout Members) throws(Members.Unexpected) {
        self.init(
            record: try members.text("record") { RecordID($0) },
            path: try members.text("field") { FieldPath($0) })
    }
}
