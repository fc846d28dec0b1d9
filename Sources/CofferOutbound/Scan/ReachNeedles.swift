import CofferForms
import CofferModel

/// Addresses of e-mail, telephone and post.
enum ReachNeedles {
    /// The whole address, its host in both alphabets, the signs spelled out; and a local part that is no
    /// plain word.
    static func email(_ address: String) -> [Needle] {
        let parts = address.split(separator: "@")
        guard parts.count == 2 else { return Needle.text(address) }
        let (local, host) = (String(parts[0]), String(parts[1]))
        let words = Words.of(local)
        let hosts = Set([host, HostText.unicode(host)])
        let spelled = hosts.flatMap { host -> [Needle] in
            let dots = Words.of(host.replacing(".", with: " dot "))
            return [
                .piece(words + Words.of(host)), .piece(words + ["at"] + dots), .literal("\(local)@\(host)"),
            ]
        }
        let isTelling = local.utf8.contains { 48...57 ~= $0 } || words.count > 1
        return spelled + (isTelling && Words.weight(words) >= 6 ? [.literal(local)] : [])
    }

    /// The digits with and without the country; national habits put a 0 or an 8 before the rest.
    static func phone(_ digits: String) -> [Needle] {
        let national = PhoneParts.national(digits)
        return [.digits(digits)] + (national.utf8.count >= 7 ? [.digits(national)] : [])
    }

    /// Each line and the postcode; a city or country alone names nobody.
    static func address(_ value: JSON) -> [Needle] {
        let lines = (value["lines"]?.array ?? []).compactMap(\.string)
        let code = value["postcode"]?.string.map { postcode($0) } ?? []
        return lines.flatMap { Needle.text($0) } + code
    }

    private static func postcode(_ text: String) -> [Needle] {
        let words = Words.of(text)
        return Words.weight(words) < 4 ? [] : [.word(words), .word([words.joined()])]
    }
}
