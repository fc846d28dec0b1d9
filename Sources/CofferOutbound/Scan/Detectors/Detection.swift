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
        // With this no place of a byte is looked at twice: it is one of the table's.
        precondition(kinds.count == 256)
        // A block is looked at as one once, and byte by byte if it has anything.
        var (at, block, quiet) = (0, 0, 0)
        while at < bytes.count {
            let kind = kinds[Int(bytes[at])]
            if kind & any == 0 {
                repeat { at += 1 } while at < block && at < bytes.count && kinds[Int(bytes[at])] & any == 0
                guard at >= block else { continue }
                repeat {
                    at = Blocks.skip(bytes, from: at) { distanceFromAny($0) }
                    block = at + Blocks.size
                } while block < bytes.count && passWords(bytes, &at)
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
                if all & digit != 0 || goesOn || at - start >= longest {
                    detectWord(bytes, start..<at, &found)
                }
                if kind & digit != 0 { at = max(at, detectNumber(bytes, start, &quiet, &found)) }
            }
        }
    }

    /// Passes over a block that has nothing but short words of letters, up to a word that may go on after it.
    private static func passWords(_ bytes: Span<UInt8>, _ at: inout Int) -> Bool {
        let block = bytes.extracting(at..<(at + Blocks.size))
        guard Blocks.skip(block, from: 0, until: { distanceFromTelling($0) }) > 0 else { return false }
        var end = Blocks.size
        while end > 0, Bytes.isLetter(block[end - 1]) { end -= 1 }
        // A word of twelve letters has one at a multiple of twelve.
        guard end > 0 else { return false }
        for place in stride(from: longest - 1, to: Blocks.size, by: longest) where isLong(block, place) {
            return false
        }
        at += end
        return true
    }

    private static func isLong(_ block: Span<UInt8>, _ place: Int) -> Bool {
        var (start, end) = (place, place)
        while end < block.count, Bytes.isLetter(block[end]) { end += 1 }
        while start > 0, Bytes.isLetter(block[start - 1]) { start -= 1 }
        return end > place && end - start >= longest
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

    private static func detectWord(_ bytes: Span<UInt8>, _ word: Range<Int>, _ found: inout Set<Detector>) {
        let at = word.lowerBound
        // All of these begin with a letter.
        if !Bytes.isDigit(bytes[at]) {
            if Accounts.isAccount(bytes, at: at) { found.insert(.account) }
            if Secrets.isJWT(bytes, at: at) { found.insert(.jwt) }
            if Secrets.isAPIKey(bytes, at: at) { found.insert(.apiKey) }
            if Secrets.isDER(bytes, at: at) { found.insert(.pem) }
        }
        // What joins the groups of an address stands right after the first.
        guard word.upperBound < bytes.count else { return }
        switch bytes[word.upperBound] {
        case UInt8(ascii: ":"):
            if NetworkAddresses.isMAC(bytes, at: at) { found.insert(.mac) }
            if NetworkAddresses.isVersion6(bytes, at: at) { found.insert(.ipv6) }
        case UInt8(ascii: "-"), UInt8(ascii: "."):
            if NetworkAddresses.isMAC(bytes, at: at) { found.insert(.mac) }
        default: break
        }
    }

    /// Where the numbers end that begin here; up to `quiet` none tells anything.
    private static func detectNumber(
        _ bytes: Span<UInt8>, _ at: Int, _ quiet: inout Int, _ found: inout Set<Detector>
    ) -> Int {
        guard at >= quiet else { return at }
        if let end = DigitGroups.endOfNothing(bytes, from: at) {
            quiet = end
            return at
        }
        let run = DigitGroups(bytes, from: at)
        if Cards.isCard(run) { found.insert(.card) }
        if NetworkAddresses.isVersion4(run, bytes) { found.insert(.ipv4) }
        if Reach.isPhone(run, bytes) { found.insert(.phone) }
        // The last group may be the beginning of a word, and is read again as one.
        return run.groups.last.map { $0.range.lowerBound } ?? at
    }

    /// A word of letters alone is nothing if it is shorter.
    private static let longest = 12

    /// 0 for digits, and the signs that are one of something or join words.
    @inline(__always)
    private static func distanceFromTelling(_ byte: UInt8) -> UInt8 {
        let sign = min(min(byte ^ 0x2B, byte ^ 0x2D), min(byte & 0xFE ^ 0x2E, byte ^ 0x5F))
        return min(sign, min(byte & 0xF0 ^ 0x30, byte ^ 0x40))
    }

    /// 0 for all that may be a part of something: `+`, `-`, and the signs, digits and letters from `0` on.
    @inline(__always)
    private static func distanceFromAny(_ byte: UInt8) -> UInt8 {
        min(min(byte ^ 0x2B, byte ^ 0x2D), min(byte & 0xF0 ^ 0x30, byte & 0xC0 ^ 0x40))
    }

    private static let other: UInt8 = 0
    private static let any = alphanumeric | sign
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
