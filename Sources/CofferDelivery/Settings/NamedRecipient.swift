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

    /// Takes the parts.
    ///
    /// - Parameters:
    ///   - audience: which of the two.
    ///   - address: where the notices go.
    ///   - language: two lower-case letters.
    ///   - kinds: names of kinds, at least one.
    /// - Throws: `delivery.recipient` for anything else, and for a ground of more than
    ///   ``DeliveryLimits/groundBytes`` or with controls.
    package init(
        _ audience: Audience, at address: MailAddress, in language: String, kinds: [String]
    ) throws(BadValue) {
        guard language.utf8.count == 2, language.utf8.allSatisfy({ 97...122 ~= $0 }),
            1...DeliveryLimits.recipientKinds ~= kinds.count, kinds.allSatisfy(Name.isValid),
            Set(kinds).count == kinds.count
        else { throw BadValue("delivery.recipient") }
        if case .outside(let ground, _) = audience {
            guard 1...DeliveryLimits.groundBytes ~= ground.utf8.count,
                ground.unicodeScalars.allSatisfy({ $0.value >= 32 && !(127...159 ~= $0.value) })
            else { throw BadValue("delivery.recipient") }
        }
        self.audience = audience
        self.address = address
        self.language = language
        self.kinds = Set(kinds)
    }
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
        let language = try members.text("language") { $0 }
        let kinds = try members.optional("kinds") { json throws(BadValue) in try json.texts() }
        let audience =
            isStaff
            ? Audience.staff
            : .outside(
                ground: try members.text("ground") { $0 },
                until: try members.text("until") { text throws(BadValue) in
                    guard text.utf8.count == 10, let day = Timestamp(text + "T00:00:00.000Z") else {
                        throw BadValue("delivery.recipient")
                    }
                    return day
                })
        try members.end()
        return try members.make { () throws(BadValue) in
            try NamedRecipient(audience, at: address, in: language, kinds: kinds ?? [])
        }
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
