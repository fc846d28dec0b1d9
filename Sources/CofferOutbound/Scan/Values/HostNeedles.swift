import CofferForms

/// Hosts by name and by address, forwards and backwards.
enum HostNeedles {
    static func add(_ text: String, to builder: inout PatternBuilder) {
        if !AddressForms.add(text, to: &builder) { addName(text, to: &builder) }
    }

    /// An element of a list: a network, or a name with its kind before a colon.
    static func add(listed text: String, to builder: inout PatternBuilder) {
        if let address = text.split(separator: "/").first, AddressForms.add(String(address), to: &builder) {
            return
        }
        guard let colon = text.firstIndex(of: ":"), text[..<colon].allSatisfy({ $0.isLetter }) else {
            return add(text, to: &builder)
        }
        add(String(text[colon...].dropFirst()), to: &builder)
    }

    /// The whole name in both alphabets, its labels and its letters reversed, and a first label with a digit
    /// in it.
    private static func addName(_ text: String, to builder: inout PatternBuilder) {
        let labels = text.split(separator: ".").map { String($0) }
        let forms = [text, HostText.unicode(text), labels.reversed().joined(separator: ".")]
        for form in Set(forms + [String(text.reversed())]) { builder.text(form) }
        let first = Spelled(labels.first ?? "")
        if first.digits > 0, first.weight >= 4, labels.count > 1 { builder.text(labels[0]) }
    }
}

/// The forms in which one address of the Internet Protocol is written.
enum AddressForms {
    /// Adds them; false if the text is no address.
    static func add(_ text: String, to builder: inout PatternBuilder) -> Bool {
        if let octets = octets(text) {
            let bits = octets.reduce(0) { $0 << 8 | UInt32($1) }
            let hex = String(bits, radix: 16)
            builder.text(text, as: .words)
            builder.text(octets.reversed().map { String($0) }.joined(separator: "."), as: .words)
            builder.text(String(bits), as: .words)
            builder.text(String(repeating: "0", count: 8 - hex.utf8.count) + hex, as: .words)
            return true
        }
        guard let groups = groups(text) else { return false }
        let padded = groups.map { String(repeating: "0", count: 4 - $0.utf8.count) + $0 }
        builder.text(text, as: .literal)
        builder.text(groups.joined(separator: ":"), as: .words)
        builder.text(padded.joined(separator: ":"), as: .words)
        builder.text(padded.joined(), as: .code)
        builder.text(padded.joined().reversed().map { String($0) }.joined(separator: "."), as: .words)
        return true
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
