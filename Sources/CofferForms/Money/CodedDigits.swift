/// How many digits a text may hold in hexadecimal or base64, whatever they are.
///
/// A bound from above: of all places where a group can begin, the one with the most digits counts, run by run, and
/// codes within codes as deep as the leak scan undoes them.
enum CodedDigits {
    private static let depth = 3

    /// At most so many.
    static func count(in text: [UInt8]) -> Int { count(in: text, left: depth) }

    private static func count(in text: [UInt8], left: Int) -> Int {
        guard left > 0 else { return 0 }
        // What is no letter may be passed over, or end a run, as the code and its depth are.
        let readings = [
            most(of: hexRuns(in: text) { $0 == UInt8(ascii: "-") }, 2, fromHex, left),
            most(of: hexRuns(in: text) { !isLetter($0) }, 2, fromHex, left),
            most(of: base64Runs(in: text) { _ in false }, 4, fromBase64, left),
            most(of: base64Runs(in: text) { !isLetter($0) }, 4, fromBase64, left),
        ]
        return readings.reduce(0, max)
    }

    private static func most(
        of runs: [[UInt8]], _ phases: Int, _ decode: (ArraySlice<UInt8>) -> [UInt8], _ left: Int
    ) -> Int {
        runs.reduce(0) { sum, run in
            let counts = (0..<phases).map { phase in
                let plain = decode(run.dropFirst(phase)).filter { $0 != 0 }
                return max(plain.count { ASCII.isDigit($0) }, count(in: plain, left: left - 1))
            }
            return sum + counts.reduce(0, max)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 97...122 ~= byte | 32 }

    // MARK: Hexadecimal

    /// Values of the digits of each run.
    private static func hexRuns(in text: [UInt8], over isPassed: (UInt8) -> Bool) -> [[UInt8]] {
        var runs: [[UInt8]] = [[]]
        for (place, byte) in text.enumerated() {
            // The x of 0x begins the next byte.
            let isPrefix = byte == UInt8(ascii: "x") && place > 0 && text[place - 1] == 48
            if ASCII.isHex(byte) {
                runs[runs.count - 1].append(byte < 65 ? byte - 48 : (byte | 32) - 87)
            } else if isPrefix {
                runs[runs.count - 1].removeLast()
            } else if !isPassed(byte) {
                runs.append([])
            }
        }
        return runs
    }

    private static func fromHex(_ run: ArraySlice<UInt8>) -> [UInt8] {
        stride(from: run.startIndex, to: max(run.startIndex, run.endIndex - 1), by: 2).map {
            run[$0] << 4 | run[$0 + 1]
        }
    }

    // MARK: Base64

    /// Values of the characters of each run, in both alphabets of RFC 4648.
    private static func base64Runs(in text: [UInt8], over isPassed: (UInt8) -> Bool) -> [[UInt8]] {
        var runs: [[UInt8]] = [[]]
        for byte in text {
            if let value = base64(byte) {
                runs[runs.count - 1].append(value)
            } else if !isPassed(byte) {
                runs.append([])
            }
        }
        return runs
    }

    private static func base64(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 65...90: byte - 65
        case 97...122: byte - 71
        case 48...57: byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    private static func fromBase64(_ run: ArraySlice<UInt8>) -> [UInt8] {
        var (bits, held, plain) = (UInt32(0), 0, [UInt8]())
        for value in run {
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                plain.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return plain
    }
}
