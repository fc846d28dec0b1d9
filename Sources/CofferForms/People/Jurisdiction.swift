import CofferModel

/// Countries and the laws that apply.
enum Country {
    /// An assigned two-letter code of ISO 3166-1, upper-case.
    static func canonical(_ input: String, rule: Rule = "country.code") throws(BadValue) -> String {
        let code = ASCII.upper(Input.trimmed(input))
        guard Countries.codes.contains(code) else { throw BadValue(rule) }
        return code
    }
}

/// Whose law a subject is under: a country, or a part of one, as `US-CA` (ISO 3166-2).
enum Jurisdiction {
    /// A country's code, alone or with a hyphen and 1...3 letters or digits; the part is not looked up.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let code = ASCII.upper(Input.trimmed(input))
        let parts = code.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let country = parts.first, Countries.codes.contains(country) else {
            throw BadValue("jurisdiction.country")
        }
        if parts.count == 2 {
            guard 1...3 ~= parts[1].utf8.count, parts[1].utf8.allSatisfy({ ASCII.isAlphanumeric($0) }) else {
                throw BadValue("jurisdiction.part")
            }
        }
        return code
    }
}
