extension SubjectNote {
    /// Under which name notes of a kind are put to a service: `/v1/subjects/{id}/events`.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case events, consents, restrictions, holds, channels, orders, revocations
    }

    /// Its kind.
    public var kind: Kind {
        switch self {
        case .event: .events
        case .consent, .withdrawal: .consents
        case .restriction, .lift: .restrictions
        case .hold, .release: .holds
        case .channel, .channelOrder: .channels
        case .order, .orderWithdrawal: .orders
        case .revocation: .revocations
        }
    }

    /// The note as one JSON object; its kind stands elsewhere.
    public var json: JSON {
        var members: [String: JSON] = [:]
        switch self {
        case .event(let name, let service, let record, let at, let until):
            members["name"] = .string(name.rawValue)
            members["service"] = service.map { .string($0) }
            members["record"] = record.map { .string($0.description) }
            members["at"] = at.map { .string($0.description) }
            members["until"] = until.map { .string($0.description) }
        case .consent(let topic, let act, let version, let expires):
            members = ["topic": .string(topic), "act": .string(act.rawValue)]
            members["text_version"] = .integer(Int64(version))
            members["expires"] = expires.map { .string($0.description) }
        case .withdrawal(let topic): members = ["topic": .string(topic), "withdrawn": true]
        case .restriction(let path): members["field"] = path.map { .string($0.description) }
        case .lift(let path):
            members["field"] = path.map { .string($0.description) }
            members["lifted"] = true
        case .hold(let review): members["review"] = .string(review.description)
        case .release: members["released"] = true
        case .channel(let field, let change):
            members = field.members.merging(change.members) { $1 }
        case .channelOrder(let fields):
            members["order"] = .array(fields.map { .object($0.members) })
        case .order(let number, let card, let amount, let currency):
            members = [
                "number": .string(number), "card": .string(card.description), "amount": .string(amount),
                "currency": .string(currency),
            ]
        case .orderWithdrawal(let number): members = ["number": .string(number), "withdrawn": true]
        case .revocation(let record, let reason, let at):
            members = ["record": .string(record.description), "reason": .string(reason.rawValue)]
            members["at"] = at.map { .string($0.description) }
        }
        return .object(members)
    }

    /// Reads what ``json`` writes.
    ///
    /// - Parameters:
    ///   - kind: the note's kind.
    ///   - members: the object's members; each that is known is taken.
    /// - Throws: for any other shape.
    public init(_ kind: Kind, from members: inout Members) throws(Members.Unexpected) {
        switch kind {
        case .events:
            self = .event(
                try members.text("name", EventName.init(rawValue:)),
                service: try members.takeIfPresent("service", \.string),
                record: try members.takeIfPresent("record") { $0.string.flatMap { RecordID($0) } },
                at: try members.takeIfPresent("at", Self.time),
                until: try members.takeIfPresent("until", Self.time))
        case .consents:
            let topic = try members.text("topic") { Name.isValid($0) ? $0 : nil }
            if try Self.isEnding("withdrawn", &members) {
                self = .withdrawal(topic: topic)
                return
            }
            self = .consent(
                topic: topic, act: try members.text("act", ConsentAct.init(rawValue:)),
                textVersion: try members.takeIfPresent("text_version") {
                    $0.integer.flatMap { Int(exactly: $0) }
                }
                    ?? 0,
                expires: try members.takeIfPresent("expires", Self.time))
        case .restrictions:
            let path = try members.takeIfPresent("field") { $0.string.flatMap { FieldPath($0) } }
            self = try Self.isEnding("lifted", &members) ? .lift(path) : .restriction(path)
        case .holds:
            if try Self.isEnding("released", &members) {
                self = .release
                return
            }
            self = .hold(review: try members.take("review", Self.time))
        case .channels:
            guard let order = members.optional("order") else {
                let field = try ChannelField(&members)
                self = .channel(field, try ChannelChange(&members))
                return
            }
            self = .channelOrder(try Self.fields(order))
        case .orders:
            let number = try members.text("number") { $0 }
            if try Self.isEnding("withdrawn", &members) {
                self = .orderWithdrawal(number)
                return
            }
            self = .order(
                number, card: try members.text("card") { RecordID($0) },
                amount: try members.text("amount") { $0 }, currency: try members.text("currency") { $0 })
        case .revocations:
            self = .revocation(
                try members.text("record") { RecordID($0) },
                try members.text("reason", RevocationReason.init(rawValue:)),
                at: try members.takeIfPresent("at", Self.time))
        }
    }

    private static func isEnding(_ name: String, _ members: inout Members) throws(Members.Unexpected) -> Bool
    {
        try members.takeIfPresent(name) { $0 == true ? true : nil } ?? false
    }

    private static func fields(_ order: JSON) throws(Members.Unexpected) -> [ChannelField] {
        var fields: [ChannelField] = []
        for element in order.array ?? [.null] {
            var members = try Members(element)
            fields.append(try ChannelField(&members))
            try members.end()
        }
        return fields
    }

    private static func time(_ json: JSON) -> Timestamp? { json.string.flatMap { Timestamp($0) } }
}
