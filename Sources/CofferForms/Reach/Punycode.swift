/// Letters of any script in the letters, digits and hyphen of a host name (RFC 3492).
enum Punycode {
    private static let base = 36
    private static let initialBias = 72
    private static let initialScalar: UInt32 = 128

    /// Encodes one label; `xn--` is not written.
    static func encode(_ label: String) -> String? {
        let scalars = label.unicodeScalars.map(\.value)
        var out = scalars.filter { $0 < 128 }.map { UInt8($0) }
        let basic = out.count
        if basic > 0 { out.append(UInt8(ascii: "-")) }
        var (next, delta, bias, done) = (initialScalar, 0, initialBias, basic)
        while done < scalars.count {
            guard let least = scalars.filter({ $0 >= next }).min() else { return nil }
            delta += Int(least - next) * (done + 1)
            next = least
            for scalar in scalars {
                if scalar < next { delta += 1 }
                guard scalar == next else { continue }
                append(delta, bias: bias, to: &out)
                bias = adapted(delta, points: done + 1, isFirst: done == basic)
                delta = 0
                done += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Decodes what stands after `xn--`, else nil.
    static func decode(_ text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 63, bytes.allSatisfy({ $0 < 128 }) else { return nil }
        let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
        var scalars = bytes[..<(hyphen ?? 0)].map { UInt32($0) }
        var (next, place, bias) = (Int(initialScalar), 0, initialBias)
        var rest = bytes[(hyphen.map { $0 + 1 } ?? 0)...]
        while !rest.isEmpty {
            guard let step = number(from: &rest, bias: bias) else { return nil }
            let count = scalars.count + 1
            bias = adapted(step, points: count, isFirst: place == 0)
            next += (place + step) / count
            place = (place + step) % count
            guard next <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(next)) else { return nil }
            scalars.insert(scalar.value, at: place)
            place += 1
        }
        var out = String.UnicodeScalarView()
        out.append(contentsOf: scalars.compactMap { Unicode.Scalar($0) })
        return String(out)
    }

    private static func append(_ delta: Int, bias: Int, to out: inout [UInt8]) {
        var (rest, place) = (delta, base)
        while true {
            let threshold = min(max(place - bias, 1), 26)
            guard rest >= threshold else { break }
            out.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            place += base
        }
        out.append(digit(rest))
    }

    /// One variable-length number; no label of 63 bytes can hold one beyond 2⁴⁰.
    private static func number(from bytes: inout ArraySlice<UInt8>, bias: Int) -> Int? {
        var (value, weight, place) = (0, 1, base)
        while let digit = bytes.popFirst().flatMap({ digitValue($0) }) {
            value += digit * weight
            guard value < 1 << 40 else { return nil }
            let threshold = min(max(place - bias, 1), 26)
            if digit < threshold { return value }
            weight *= base - threshold
            guard weight < 1 << 40 else { return nil }
            place += base
        }
        return nil
    }

    private static func adapted(_ delta: Int, points: Int, isFirst: Bool) -> Int {
        var rest = delta / (isFirst ? 700 : 2)
        rest += rest / points
        var bias = 0
        while rest > 455 {
            rest /= 35
            bias += base
        }
        return bias + 36 * rest / (rest + 38)
    }

    private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 97 + value : 22 + value) }

    private static func digitValue(_ byte: UInt8) -> Int? {
        switch byte {
        case 97...122: Int(byte) - 97
        case 65...90: Int(byte) - 65
        case 48...57: Int(byte) - 22
        default: nil
        }
    }
}
