import CofferForms
import CofferModel

/// Addresses of the Internet Protocol and of network interfaces.
enum NetworkAddresses {
    /// Whether four groups of a run are an address of version 4, which no more numbers continue.
    ///
    /// Loopback, masks and the address that is none name nobody.
    static func isVersion4(_ run: DigitGroups, _ bytes: Span<UInt8>) -> Bool {
        guard run.groups.count >= 4 else { return false }
        for first in 0...(run.groups.count - 4) {
            let isContinued =
                first > 0 && isDot(run, first, bytes)
                || first + 4 < run.groups.count && isDot(run, first + 4, bytes)
            guard !isContinued, (1...3).allSatisfy({ isDot(run, first + $0, bytes) }),
                isAlone(bytes, before: run.groups[first].range.lowerBound)
            else { continue }
            let octets = (0..<4).map { octet(run.groups[first + $0].range, bytes) }
            if octets.allSatisfy({ $0 <= 255 }), octets[0] > 0, octets[0] != 127, octets[0] != 255 {
                return true
            }
        }
        return false
    }

    /// Whether a hardware address begins here: six pairs with colons or hyphens, or three fours with dots.
    static func isMAC(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start + 13 < bytes.count, Bytes.hexValue(bytes[start]) != nil else { return false }
        let sign = bytes[start + 2]
        let isPairs = sign == UInt8(ascii: ":") || sign == UInt8(ascii: "-")
        guard isPairs || bytes[start + 4] == UInt8(ascii: "."), isFree(bytes, before: start) else {
            return false
        }
        return isPairs
            ? isHex(bytes, start, groups: 6, of: 2, sign) : isHex(bytes, start, groups: 3, of: 4, 46)
    }

    /// Whether an address of version 6 begins here (RFC 4291 §2.2); `::` and `::1` name nobody.
    static func isVersion6(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start + 4 < bytes.count, Bytes.hexValue(bytes[start]) != nil || bytes[start] == 58,
            isFree(bytes, before: start)
        else { return false }
        var (end, colons, isShort, digits) = (start, 0, false, 0)
        while end < bytes.count, end - start < 46 {
            let byte = bytes[end]
            if byte == UInt8(ascii: ":") {
                isShort = isShort || end > start && bytes[end - 1] == byte
                colons += 1
            } else if Bytes.isDigit(byte) {
                digits += 1
            } else if Bytes.hexValue(byte) == nil {
                break
            }
            end += 1
            if end - start == 6, colons == 0 { return false }
        }
        if end < bytes.count, Bytes.isLetter(bytes[end]) { return false }
        // A colon after the address ends a clause.
        if colons > 2, bytes[end - 1] == UInt8(ascii: ":"), bytes[end - 2] != bytes[end - 1] { end -= 1 }
        guard isShort ? colons >= 2 : colons >= 7, digits > 0, end - start > 4 else { return false }
        var text: [UInt8] = []
        for place in start..<end { text.append(bytes[place]) }
        let input = JSON.string(String(decoding: text, as: UTF8.self))
        return (try? Canonical.bytes(of: input, as: .ipAddress, at: Timestamp(milliseconds: 0))) != nil
    }

    private static func isDot(_ run: DigitGroups, _ group: Int, _ bytes: Span<UInt8>) -> Bool {
        let gap = run.groups[group].gap
        return gap.count == 1 && bytes[gap.lowerBound] == UInt8(ascii: ".")
    }

    /// The value, or one too large for what is none.
    private static func octet(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Int {
        guard range.count <= 3, range.count == 1 || bytes[range.lowerBound] != 48 else { return 256 }
        return range.reduce(0) { $0 * 10 + Int(bytes[$1]) - 48 }
    }

    private static func isHex(
        _ bytes: Span<UInt8>, _ start: Int, groups: Int, of size: Int, _ sign: UInt8
    ) -> Bool {
        let end = start + groups * (size + 1) - 1
        guard end <= bytes.count else { return false }
        var letters = 0
        for place in start..<end {
            let isSign = (place - start) % (size + 1) == size
            guard isSign ? bytes[place] == sign : Bytes.hexValue(bytes[place]) != nil else { return false }
            if !isSign, Bytes.isLetter(bytes[place]) { letters += 1 }
        }
        let isContinued =
            end < bytes.count
            && (Bytes.isAlphanumeric(bytes[end])
                || bytes[end] == sign && end + 1 < bytes.count && Bytes.isAlphanumeric(bytes[end + 1]))
        // Six pairs of digits with hyphens may be any number.
        return !isContinued && (letters > 0 || sign == UInt8(ascii: ":"))
    }

    /// No letter, digit, dot or hyphen goes on into what begins here.
    private static func isAlone(_ bytes: Span<UInt8>, before start: Int) -> Bool {
        guard start > 0 else { return true }
        let isSign = bytes[start - 1] == UInt8(ascii: ".") || bytes[start - 1] == UInt8(ascii: "-")
        return !Bytes.isAlphanumeric(bytes[start - 1])
            && !(isSign && start > 1 && Bytes.isAlphanumeric(bytes[start - 2]))
    }

    /// As ``isAlone(_:before:)``, and no group of hexadecimal digits with a colon stands before.
    private static func isFree(_ bytes: Span<UInt8>, before start: Int) -> Bool {
        guard isAlone(bytes, before: start) else { return false }
        guard start > 0, bytes[start - 1] == UInt8(ascii: ":") else { return true }
        var (at, isHex) = (start - 1, true)
        while at > 0, Bytes.isAlphanumeric(bytes[at - 1]), start - at < 8 {
            at -= 1
            isHex = isHex && Bytes.hexValue(bytes[at]) != nil
        }
        let isGroup = isHex && start - 1 - at <= 4
        return !isGroup
    }
}
