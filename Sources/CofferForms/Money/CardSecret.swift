/// What proves that a card or its holder is there, and may be kept after no charge (PCI DSS 3.3.1); told apart by its form.
package enum CardSecret: String, Hashable, Sendable, CaseIterable {
    /// The code on its back: 3 or 4 digits.
    case cvv
    /// What its stripe or chip holds: track 1 or track 2 between its sentinels (ISO/IEC 7813).
    case track
    /// A PIN as a terminal has encrypted it: a block of 8 or 16 bytes, in hexadecimal (ISO 9564-1).
    case pin

    /// The most bytes that one has: a track 1.
    package static let bytes = 79

    /// Nil for what has none of these forms.
    package init?(_ given: [UInt8]) {
        if 3...4 ~= given.count, given.allSatisfy(ASCII.isDigit) {
            self = .cvv
        } else if CardTrack.number(in: given) != nil {
            self = .track
        } else if given.count == 16 || given.count == 32, given.allSatisfy(ASCII.isHex),
            !CardNumber.mayBeRead(in: given)
        {
            // Digits alone that a card's number could be read in are a number in the wrong place.
            self = .pin
        } else {
            return nil
        }
    }
}

/// The tracks of a card (ISO/IEC 7813).
package enum CardTrack {
    /// The digits of the card's number in a track; nil for what is none.
    package static func number(in track: [UInt8]) -> [UInt8]? {
        guard track.last == UInt8(ascii: "?"), let first = track.first else { return nil }
        let held = track.dropFirst().dropLast()
        switch first {
        case UInt8(ascii: "%"): return track1(held, count: track.count)
        case UInt8(ascii: ";"): return track2(held, count: track.count)
        default: return nil
        }
    }

    /// `B`, number, `^`, a name of 2 to 26 characters, `^`, expiry, service code, and what the bank likes.
    private static func track1(_ held: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let parts = held.dropFirst().split(
            separator: UInt8(ascii: "^"), maxSplits: 3, omittingEmptySubsequences: false)
        guard count <= 79, held.first == UInt8(ascii: "B"), parts.count == 3, 2...26 ~= parts[1].count,
            held.allSatisfy({ 32...95 ~= $0 && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "?") }),
            isWhole(parts[0], parts[2])
        else { return nil }
        return Array(parts[0])
    }

    /// Number, `=`, expiry, service code, and what the bank likes, in digits.
    private static func track2(_ held: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let parts = held.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        guard count <= 40, parts.count == 2, parts[1].allSatisfy(ASCII.isDigit),
            isWhole(parts[0], parts[1])
        else { return nil }
        return Array(parts[0])
    }

    /// A card's number; a month of a year, and a service code of three digits.
    private static func isWhole(_ number: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) -> Bool {
        let digits = Array(rest.prefix(7))
        guard 12...19 ~= number.count, number.allSatisfy(ASCII.isDigit), CardNumber.passesLuhn(number),
            digits.count == 7, digits.allSatisfy(ASCII.isDigit)
        else { return false }
        return 1...12 ~= Int(digits[2] - 48) * 10 + Int(digits[3] - 48)
    }
}
