/// Whether the ways out were open when somebody looked; no message was sent.
public struct DeliveryCheck: Hashable, Sendable {
    /// One way.
    public struct Way: Hashable, Sendable {
        /// `smtp`, `command`, `spool` or `webhook`.
        public let kind: String
        /// Why it is not open, as `credentials 535 5.7.8` (docs/concepts/delivery.md); nil when it is.
        public let reason: String?

        /// Takes both.
        ///
        /// - Parameters:
        ///   - kind: which.
        ///   - reason: why it is not open.
        public init(kind: String, reason: String?) {
            self.kind = kind
            self.reason = reason
        }
    }

    /// For mail.
    public let mail: Way
    /// For telephones; nil where there is none.
    public let phone: Way?

    /// Takes both.
    ///
    /// - Parameters:
    ///   - mail: for mail.
    ///   - phone: for telephones.
    public init(mail: Way, phone: Way?) {
        self.mail = mail
        self.phone = phone
    }

    /// Whether all ways are open.
    public var isOpen: Bool { mail.reason == nil && phone?.reason == nil }
}

extension DeliveryCheck {
    /// Both, for programs.
    public var json: JSON { ["mail": mail.json, "phone": phone?.json ?? .null] }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: a check.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        mail = try Way(json: try members.required("mail"))
        let phone = try members.required("phone")
        self.phone = phone == .null ? nil : try Way(json: phone)
        try members.end()
    }
}

extension DeliveryCheck.Way {
    fileprivate var json: JSON {
        ["kind": .string(kind), "open": .bool(reason == nil), "reason": reason.map { .string($0) } ?? .null]
    }

    fileprivate init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        kind = try members.text("kind") { $0 }
        let reason = try members.required("reason")
        self.reason = reason.string
        guard reason == .null || self.reason != nil else { throw .init(member: "reason") }
        let isOpen = try members.take("open", \.bool)
        try members.end()
        guard isOpen == (self.reason == nil) else { throw .init(member: "open") }
    }
}
