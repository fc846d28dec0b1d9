import CofferForms

/// Hosts by name and by address, forwards and backwards.
enum HostNeedles {
    static func of(_ text: String) -> [Needle] {
        AddressForms(text).map { $0.needles } ?? name(text)
    }

    /// An element of a list: a network, or a name with its kind before a colon.
    static func listed(_ text: String) -> [Needle] {
        if let address = text.split(separator: "/").first, AddressForms(String(address)) != nil {
            return of(String(address))
        }
        guard let colon = text.firstIndex(of: ":"), text[..<colon].allSatisfy({ $0.isLetter }) else {
            return of(text)
        }
        return of(String(text[colon...].dropFirst()))
    }

    /// The whole name in both alphabets, its labels and its letters reversed, and a first label with a digit
    /// in it.
    private static func name(_ text: String) -> [Needle] {
        let labels = text.split(separator: ".").map { String($0) }
        let first = Words.of(labels.first ?? "")
        let isTelling = first.joined().utf8.contains { 48...57 ~= $0 }
        let forms = [text, HostText.unicode(text), labels.reversed().joined(separator: ".")]
        return forms.flatMap { Needle.text($0) } + [.literal(String(text.reversed()))]
            + (isTelling && Words.weight(first) >= 4 && labels.count > 1 ? Needle.text(labels[0]) : [])
    }
}

/// The forms in which one address of the Internet Protocol is written.
struct AddressForms {
    let needles: [Needle]

    init?(_ text: String) {
        if let octets = Self.octets(text) {
            let bits = octets.reduce(0) { $0 << 8 | UInt32($1) }
            let hex = String(bits, radix: 16)
            let backwards = octets.reversed().map { String($0) }.joined(separator: ".")
            needles = [
                .word(octets.map { String($0) }), .literal(backwards), .word([String(bits)]),
                .word([String(repeating: "0", count: 8 - hex.utf8.count) + hex]),
            ]
        } else if let groups = Self.groups(text) {
            let padded = groups.map { String(repeating: "0", count: 4 - $0.utf8.count) + $0 }
            let nibbles = padded.joined().map { String($0) }
            needles = [
                .literal(text), .word(groups), .word(padded), .piece([padded.joined()]),
                .literal(nibbles.reversed().joined(separator: ".")),
            ]
        } else {
            return nil
        }
    }

    private static func octets(_ text: String) -> [UInt8]? {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return octets.count == 4 && octets.allSatisfy { $0 != nil } ? octets.compactMap(\.self) : nil
    }

    /// The eight groups of a canonical version 6 address.
    private static func groups(_ text: String) -> [String]? {
        guard text.contains(":"), text.utf8.allSatisfy({ $0 == 58 || 48...57 ~= $0 || 97...102 ~= $0 }) else {
            return nil
        }
        let halves = text.replacing("::", with: "|").split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.split(separator: ":").map { String($0) } }
        let known = halves.joined().count
        guard known <= 8, halves.count <= 2 else { return nil }
        return (halves.first ?? []) + Array(repeating: "0", count: 8 - known)
            + (halves.count == 2 ? halves[1] : [])
    }
}
