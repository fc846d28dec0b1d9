import CofferOutbound

/// Texts made to be slow: each is one encoding, or what looks like one, from end to end.
enum Hostile {
    static let units: [(name: String, unit: String)] = [
        ("base64", "aB3/xY9+Qm5kZ7Lw"), ("digits", "5200822386897841"),
        ("groups of digits", "8 916 755 65 60 "),
        ("percent", "%41"), ("percent of percent", "%25"), ("entities", "&#38;"), ("JSON", "\\u0430"),
        ("hexadecimal", "3a 4f:b1-"), ("zero width", "\u{200B}"), ("marks", "я\u{301}"), ("signs", "-:+@"),
        ("colons", "ab:"), ("capitals", "AbCdEf gHiJkL "), ("hard signs", "ъьщъьюя"), ("full width", "ａ１＠"),
        ("bytes of no text", "\u{10FFFF}"),
    ]

    /// Prints how fast each is read, values and detectors at once.
    static func measure(_ scan: LeakScan) throws {
        for (name, unit) in units {
            let text = String(repeating: unit, count: 1024 * 1024 / unit.utf8.count)
            let message = try OutboundMessage([OutboundPart(.text, text)])
            let time = Scan.best(of: 3) { _ = scan.findings(in: message, allowing: []) }
            print("hostile, \(name): \(Scan.rate(Double(text.utf8.count) / 1e6 / time))")
        }
    }
}
