import CofferForms
import CofferModel

/// Addresses of e-mail, telephone and post.
enum ReachNeedles {
    /// The whole address, its host in both alphabets, the signs spelled out; and a local part that is no
    /// plain word.
    static func add(email address: String, to builder: inout PatternBuilder) {
        let parts = address.split(separator: "@")
        guard parts.count == 2 else { return builder.text(address) }
        let (local, host) = (String(parts[0]), String(parts[1]))
        for host in Set([host, HostText.unicode(host)]) {
            builder.text("\(local) \(host)", as: .piece)
            builder.text("\(local) at \(host.replacing(".", with: " dot "))", as: .piece)
            builder.text("\(local)@\(host)", as: .literal)
        }
        let spelled = Spelled(local)
        let isTelling = spelled.digits > 0 || spelled.words > 1
        if isTelling, spelled.weight >= 6 { builder.text(local, as: .literal) }
    }

    /// The digits with and without the country; national habits put a 0 or an 8 before the rest.
    static func add(phone digits: String, to builder: inout PatternBuilder) {
        builder.text(digits, as: .digits)
        builder.text(PhoneParts.national(digits), as: .digits)
    }

    /// Each line and the postcode; a city or country alone names nobody.
    static func add(address value: JSON, to builder: inout PatternBuilder) {
        for line in (value["lines"]?.array ?? []).compactMap(\.string) { builder.text(line) }
        guard let code = value["postcode"]?.string, Spelled(code).weight >= 4 else { return }
        builder.text(code, as: .words)
        builder.text(code, as: .oneWord)
    }
}
