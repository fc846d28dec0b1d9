/// Looks for what no message carries, whoever's it is (B18, E-03).
public enum Detection {
    /// The detectors that find something in a message.
    ///
    /// Texts that the message shows by right are blanked out first, wherever they stand and in every
    /// encoding: its labels, tokens, links, the address it comes from. A subject's own values are looked for
    /// by ``LeakScan``, which knows no such list.
    ///
    /// - Parameters:
    ///   - message: what would leave.
    ///   - allowed: texts as the message has them, to the letter; of fewer than four bytes they say too
    ///     little and are passed over.
    /// - Returns: each detector once for each part, in the order of the parts, then of the detectors.
    public static func findings(in message: OutboundMessage, allowing allowed: [String]) -> [Finding] {
        let blanks = Blanks(allowed)
        var findings: [Finding] = []
        for (place, part) in message.parts.enumerated() {
            var found: Set<Detector> = []
            for text in LeakScan.readings(of: part) {
                Layers.read(blanks.blanked(text) ?? text) { detect($0, $1, blanks, &found) }
            }
            findings += found.sorted().map {
                Finding(cause: .detector($0), part: place, kind: part.kind)
            }
        }
        return findings
    }

    /// Notes the detectors that find something in a layer of a text.
    static func detect(_ layer: [UInt8], _ isHeld: Bool, _ blanks: Blanks, _ found: inout Set<Detector>) {
        let plain = PlainText.of(layer)
        detect(blanks.blanked(plain) ?? plain, isHeld, &found)
    }

    /// One pass: each kind of thing has a sign by which it may be there, and only there it is read.
    private static func detect(_ text: [UInt8], _ isHeld: Bool, _ found: inout Set<Detector>) {
        let table = kinds
        let (bytes, kinds) = (text.span, table.span)
        // A block is looked at as one once, and byte by byte if it has anything.
        var (at, block) = (0, 0)
        while at < bytes.count {
            let kind = kinds[Int(bytes[at])]
            if kind & (alphanumeric | sign) == 0 {
                at += 1
                guard at >= block else { continue }
                at = Blocks.skip(bytes, from: at) { distanceFromAny($0) }
                block = at + Blocks.size
            } else if kind & sign != 0 {
                detectSign(bytes, at, isHeld, &found)
                at += 1
            } else {
                let start = at
                var all: UInt8 = 0
                while at < bytes.count {
                    let next = kinds[Int(bytes[at])]
                    guard next & alphanumeric != 0 else { break }
                    all |= next
                    at += 1
                }
                // A short word of letters alone is nothing, unless a sign goes on with it.
                let goesOn =
                    at < bytes.count && kinds[Int(bytes[at])] & joint != 0
                    && (at - start < 3 || at + 1 < bytes.count && kinds[Int(bytes[at + 1])] != other)
                if all & digit != 0 || goesOn || at - start >= 12 { detectWord(bytes, start, &found) }
                if kind & digit != 0 { at = max(at, detectNumber(bytes, start, &found)) }
            }
        }
    }

    private static func detectSign(
        _ bytes: Span<UInt8>, _ at: Int, _ isHeld: Bool, _ found: inout Set<Detector>
    ) {
        switch bytes[at] {
        case UInt8(ascii: "@"):
            if Reach.isEmail(bytes, at: at, least: isHeld ? 9 : 6) { found.insert(.email) }
        case UInt8(ascii: "-"): if Secrets.isPEM(bytes, at: at) { found.insert(.pem) }
        case UInt8(ascii: ":"): if NetworkAddresses.isVersion6(bytes, at: at) { found.insert(.ipv6) }
        default: if Reach.isPhone(bytes, at: at) { found.insert(.phone) }
        }
    }

    private static func detectWord(_ bytes: Span<UInt8>, _ at: Int, _ found: inout Set<Detector>) {
        if Accounts.isAccount(bytes, at: at) { found.insert(.account) }
        if Secrets.isJWT(bytes, at: at) { found.insert(.jwt) }
        if Secrets.isAPIKey(bytes, at: at) { found.insert(.apiKey) }
        if Secrets.isDER(bytes, at: at) { found.insert(.pem) }
        if NetworkAddresses.isMAC(bytes, at: at) { found.insert(.mac) }
        if NetworkAddresses.isVersion6(bytes, at: at) { found.insert(.ipv6) }
    }

    /// Where the numbers end that begin here.
    private static func detectNumber(_ bytes: Span<UInt8>, _ at: Int, _ found: inout Set<Detector>) -> Int {
        guard DigitGroups.mayTell(bytes, from: at) else { return at }
        let run = DigitGroups(bytes, from: at)
        if Cards.isCard(run) { found.insert(.card) }
        if NetworkAddresses.isVersion4(run, bytes) { found.insert(.ipv4) }
        if Reach.isPhone(run, bytes) { found.insert(.phone) }
        // The last group may be the beginning of a word, and is read again as one.
        return run.groups.last.map { $0.range.lowerBound } ?? at
    }

    /// 0 for all that may be a part of something: `+`, `-`, and the signs, digits and letters from `0` on.
    @inline(__always)
    private static func distanceFromAny(_ byte: UInt8) -> UInt8 {
        min(min(byte ^ 0x2B, byte ^ 0x2D), min(byte & 0xF0 ^ 0x30, byte & 0xC0 ^ 0x40))
    }

    private static let other: UInt8 = 0
    private static let digit: UInt8 = 1
    private static let alphanumeric: UInt8 = 3
    /// It may be the middle of something.
    private static let sign: UInt8 = 4
    /// It may go on with a word.
    private static let joint: UInt8 = 8
    private static let kinds: [UInt8] = (0..<256).map { value in
        let byte = UInt8(value)
        if Bytes.isDigit(byte) { return digit }
        if Bytes.isLetter(byte) { return 2 }
        return ("@-:+".utf8.contains(byte) ? sign : 0) | ("-:+_./=".utf8.contains(byte) ? joint : 0)
    }
}
