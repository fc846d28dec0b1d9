/// What would leave, exactly, and where each part of it comes from.
public struct NoticePreview: Hashable, Sendable {
    /// One slot as it was filled.
    public struct Slot: Hashable, Sendable {
        /// The slot's name in the text.
        public let name: String
        /// In which form it carries a value.
        public let form: String
        /// Where its value comes from: `record`, `sender`, `charter`, `chance`, or `nothing` behind a closed gate.
        public let origin: String
        /// The field it comes from; nil for what is no field's.
        public let field: FieldPath?

        /// Takes a slot.
        ///
        /// - Parameters:
        ///   - name: its name in the text.
        ///   - form: in which form it carries a value.
        ///   - origin: where its value comes from.
        ///   - field: the field it comes from.
        public init(name: String, form: String, origin: String, field: FieldPath?) {
            self.name = name
            self.form = form
            self.origin = origin
            self.field = field
        }
    }

    /// The kind of notice.
    public let kind: String
    /// The language it is written in.
    public let language: String
    /// The subject line.
    public let subject: String
    /// The body.
    public let body: String
    /// What the body says, as a page of HTML.
    public let html: String
    /// Its slots by name.
    public let slots: [Slot]
    /// How many channels could take it now; while there is none, it could be written but not sent.
    public let agreedChannels: Int

    /// Takes a rendered notice.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice.
    ///   - language: the language it is written in.
    ///   - subject: the subject line.
    ///   - body: the body.
    ///   - html: what it says, as HTML.
    ///   - slots: its slots by name.
    ///   - agreedChannels: how many channels could take it now.
    public init(
        kind: String, language: String, subject: String, body: String, html: String, slots: [Slot],
        agreedChannels: Int
    ) {
        self.kind = kind
        self.language = language
        self.subject = subject
        self.body = body
        self.html = html
        self.slots = slots
        self.agreedChannels = agreedChannels
    }
}

extension NoticePreview {
    /// The answer for programs.
    public var json: JSON {
        [
            "kind": .string(kind), "language": .string(language), "subject": .string(subject),
            "body": .string(body), "html": .string(html), "agreed_channels": .integer(Int64(agreedChannels)),
            "slots": .array(slots.map(\.json)),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        kind = try members.text("kind") { $0 }
        language = try members.text("language") { $0 }
        subject = try members.text("subject") { $0 }
        body = try members.text("body") { $0 }
        html = try members.text("html") { $0 }
        agreedChannels = try members.take("agreed_channels") { $0.integer.map { Int($0) } }
        slots = try members.list("slots") { (json) throws(Members.Unexpected) in try Slot(json: json) }
        try members.end()
    }
}

extension NoticePreview.Slot {
    var json: JSON {
        var members: [String: JSON] = [
            "name": .string(name), "form": .string(form), "origin": .string(origin),
        ]
        members["field"] = field.map { .string($0.description) }
        return .object(members)
    }

    init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        name = try members.text("name") { $0 }
        form = try members.text("form") { $0 }
        origin = try members.text("origin") { $0 }
        field = try members.takeIfPresent("field") { $0.string.flatMap { FieldPath($0) } }
        try members.end()
    }
}
