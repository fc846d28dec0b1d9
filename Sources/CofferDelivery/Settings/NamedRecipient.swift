package import CofferModel

/// Somebody who gets notices and is no customer.
///
/// A team of the company's own, or somebody outside whom data were disclosed to. The settings are their register, since
/// two administrators answer for them.
package struct NamedRecipient: Hashable, Sendable, Withheld {
    /// Which of the two.
    package enum Audience: Hashable, Sendable {
        /// The company's own people.
        case staff
        /// Somebody outside, by an agreement or a legal ground that ends (EDPB 01/2025, ¶51).
        case outside(ground: String, until: Timestamp)
    }

    /// Which of the two.
    package let audience: Audience
    /// Where the notices go.
    package let address: MailAddress
    /// In which language, of two letters.
    package let language: String
    /// Which kinds of notice he gets.
    package let kinds: Set<String>
}

extension NamedRecipient {
    /// Reads `{ to, address, language, kinds }`, and for somebody outside `ground` and `until`.
    static func all(_ members: SettingsMembers?) throws(DeliverySettingsError) -> [String: NamedRecipient] {
        guard var members else { return [:] }
        guard members.names.count <= DeliveryLimits.recipients, members.names.allSatisfy(Name.isValid) else {
            throw members.broken("delivery.recipient")
        }
        var all: [String: NamedRecipient] = [:]
        for name in members.names.sorted() {
            if let one = try members.object(name) { all[name] = try Self.one(one) }
        }
        return all
    }

    private static func one(_ members: SettingsMembers) throws(DeliverySettingsError) -> NamedRecipient {
        var members = members
        let isStaff = try members.text("to") { text throws(BadValue) in
            guard let isStaff = ["staff": true, "outside": false][text] else {
                throw BadValue("delivery.recipient")
            }
            return isStaff
        }
        let address = try members.text("address", MailAddress.init)
        let language = try members.text("language", Self.language)
        let kinds = try members.optional("kinds") { json throws(BadValue) in try Self.kinds(try json.texts())
        }
        let audience =
            isStaff
            ? Audience.staff
            : .outside(
                ground: try members.text("ground", Self.ground),
                until: try members.text("until") { text throws(BadValue) in
                    guard text.utf8.count == 10, let day = Timestamp(text + "T00:00:00.000Z") else {
                        throw BadValue("delivery.recipient")
                    }
                    return day
                })
        try members.end()
        guard let kinds else { throw members.missing("kinds") }
        return NamedRecipient(audience: audience, address: address, language: language, kinds: kinds)
    }

    /// Two lower-case letters.
    private static func language(_ text: String) throws(BadValue) -> String {
        guard text.utf8.count == 2, text.utf8.allSatisfy({ 97...122 ~= $0 }) else {
            throw BadValue("delivery.recipient")
        }
        return text
    }

    /// Names, each once: at most ``DeliveryLimits/recipientKinds``.
    private static func kinds(_ texts: [String]) throws(BadValue) -> Set<String> {
        guard 1...DeliveryLimits.recipientKinds ~= texts.count, texts.allSatisfy(Name.isValid),
            Set(texts).count == texts.count
        else { throw BadValue("delivery.recipient") }
        return Set(texts)
    }

    /// A text without controls: at most ``DeliveryLimits/groundBytes``.
    private static func ground(_ text: String) throws(BadValue) -> String {
        guard 1...DeliveryLimits.groundBytes ~= text.utf8.count,
            text.unicodeScalars.allSatisfy({ $0.value >= 32 && !(127...159 ~= $0.value) })
        else { throw BadValue("delivery.recipient") }
        return text
    }

    var json: JSON {
        var members: [String: JSON] = [
            "address": .string(address.text), "language": .string(language),
            "kinds": .array(kinds.sorted().map { .string($0) }),
        ]
        switch audience {
        case .staff: members["to"] = "staff"
        case .outside(let ground, let until):
            members["to"] = "outside"
            members["ground"] = .string(ground)
            members["until"] = .string(String(until.description.prefix(10)))
        }
        return .object(members)
    }
}
