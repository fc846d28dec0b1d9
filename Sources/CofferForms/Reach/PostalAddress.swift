import CofferModel

/// Where post is sent: an object of `lines`, `city`, `postcode` and `country`.
enum PostalAddress {
    /// RFC 8785 JSON of 1...5 lines, a city, a country, and a postcode where the place has one.
    ///
    /// A line with a line break in it, as forms of one box send, is as many lines.
    static func canonical(_ input: JSON) throws(BadValue) -> [UInt8] {
        guard case .object(let members) = input else { throw BadValue("address.members") }
        guard Set(members.keys).isSubset(of: ["lines", "city", "postcode", "country"]) else {
            throw BadValue("address.members")
        }
        var out: [String: JSON] = [:]
        out["lines"] = .array(try lines(members["lines"]))
        out["city"] = .string(try part(members["city"], upTo: 100, "address.city"))
        if let postcode = members["postcode"], postcode != .null {
            out["postcode"] = .string(try part(postcode, upTo: 20, "address.postcode"))
        }
        let country = try part(members["country"], upTo: 2, "address.country")
        out["country"] = .string(try Country.canonical(country, rule: "address.country"))
        return JSON.object(out).canonical
    }

    private static func lines(_ input: JSON?) throws(BadValue) -> [JSON] {
        guard case .array(let elements) = input, 1...5 ~= elements.count else {
            throw BadValue("address.lines")
        }
        var lines: [JSON] = []
        for element in elements {
            guard let text = element.string else { throw BadValue("address.lines") }
            for line in text.split(
                omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
            {
                guard lines.count < 5 else { throw BadValue("address.lines") }
                lines.append(.string(try part(.string(String(line)), upTo: 200, "address.lines")))
            }
        }
        return lines
    }

    private static func part(_ input: JSON?, upTo most: Int, _ rule: Rule) throws(BadValue) -> String {
        guard let text = input?.string, text.utf8.count <= 4096 else { throw BadValue(rule) }
        return try PlainText.checked(text, upTo: most, length: rule, characters: rule)
    }
}
