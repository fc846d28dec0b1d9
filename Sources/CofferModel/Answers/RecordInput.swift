/// The values somebody gives one record, as he writes them: validated and made canonical before anything else.
public struct RecordInput: Hashable, Sendable {
    /// The record's class.
    public let className: String
    /// The company's own key of the record.
    public let ref: String?
    /// The company's own key of the record it hangs on.
    public let device: String?
    /// Values by field name.
    public let fields: [String: JSON]

    /// Takes a record as it was given.
    ///
    /// - Parameters:
    ///   - className: the record's class.
    ///   - ref: the company's own key of the record.
    ///   - device: the company's own key of the record it hangs on.
    ///   - fields: values by field name.
    public init(className: String, ref: String? = nil, device: String? = nil, fields: [String: JSON]) {
        self.className = className
        self.ref = ref
        self.device = device
        self.fields = fields
    }
}

extension RecordInput {
    package init(_ json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let name = try members.text("class") { $0 }
        let ref = try members.takeIfPresent("ref") { SubjectInput.reference($0) }
        let device = try members.takeIfPresent("device") { SubjectInput.reference($0) }
        let fields = try members.take("fields", \.object)
        try members.end()
        self.init(className: name, ref: ref, device: device, fields: fields)
    }
}
