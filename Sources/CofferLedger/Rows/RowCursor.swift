import CofferModel

/// A place in a row's line, and the small things that can stand there.
struct RowCursor {
    private let line: [UInt8]
    private var at = 0

    init(_ line: [UInt8]) { self.line = line }

    var isAtEnd: Bool { at == line.count }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard at < line.count, line[at] == byte else { return false }
        at += 1
        return true
    }

    mutating func take(_ text: StaticString) throws(RowInvalid) {
        guard accept(text) else { throw RowInvalid() }
    }

    /// Passes `,"name":`, or nothing.
    mutating func member(_ name: StaticString) -> Bool { label(name, after: UInt8(ascii: ",")) }

    /// Passes `"name":` with a comma before it or not; writing the row again tells which was right.
    mutating func first(_ name: StaticString) -> Bool {
        label(name, after: UInt8(ascii: ",")) || label(name, after: nil)
    }

    private mutating func label(_ name: StaticString, after comma: UInt8?) -> Bool {
        let start = at
        if comma.map({ skip($0) }) ?? true, skip(UInt8(ascii: "\"")), accept(name), accept("\":") {
            return true
        }
        at = start
        return false
    }

    private mutating func accept(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard line.count - at >= count else { return false }
        for place in 0..<count where unsafe line[at + place] != text.utf8Start[place] { return false }
        at += count
        return true
    }

    /// A string without escapes.
    mutating func text() throws(RowInvalid) -> String {
        guard let text = String(validating: try quoted(), as: UTF8.self) else { throw RowInvalid() }
        return text
    }

    private mutating func quoted() throws(RowInvalid) -> ArraySlice<UInt8> {
        guard skip(UInt8(ascii: "\"")) else { throw RowInvalid() }
        let start = at
        while at < line.count, line[at] != UInt8(ascii: "\"") { at += 1 }
        let range = start..<at
        guard skip(UInt8(ascii: "\"")) else { throw RowInvalid() }
        return line[range]
    }

    mutating func name<Value: RawRepresentable<String>>(as type: Value.Type) throws(RowInvalid) -> Value {
        guard let value = Value(rawValue: try text()) else { throw RowInvalid() }
        return value
    }

    mutating func role() throws(RowInvalid) -> RoleName {
        guard let role = RoleName(try text()) else { throw RowInvalid() }
        return role
    }

    mutating func path() throws(RowInvalid) -> FieldPath {
        let text = try quoted()
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else { throw RowInvalid() }
        return FieldPath(
            className: String(decoding: text[..<dot], as: UTF8.self),
            field: String(decoding: text[(dot + 1)...], as: UTF8.self))
    }

    /// The form of ``Timestamp/description``.
    mutating func time() throws(RowInvalid) -> Timestamp {
        try take("\"")
        let year = try decimal(4, then: "-")
        let month = try decimal(2, then: "-")
        guard let day = Timestamp(year: year, month: month, day: try decimal(2, then: "T")) else {
            throw RowInvalid()
        }
        let (hour, minute) = (try decimal(2, then: ":"), try decimal(2, then: ":"))
        let (second, thousandths) = (try decimal(2, then: "."), try decimal(3, then: "Z"))
        try take("\"")
        guard hour < 24, minute < 60, second < 60 else { throw RowInvalid() }
        let rest = ((hour * 60 + minute) * 60 + second) * 1000 + thousandths
        return Timestamp(milliseconds: day.milliseconds + Int64(rest))
    }

    private mutating func decimal(_ width: Int, then end: StaticString) throws(RowInvalid) -> Int {
        var value = 0
        for _ in 0..<width {
            guard at < line.count, 48...57 ~= line[at] else { throw RowInvalid() }
            value = value * 10 + Int(line[at] - 48)
            at += 1
        }
        try take(end)
        return value
    }

    /// Digits without sign or leading zero, at most 2⁵³−1.
    mutating func number() throws(RowInvalid) -> UInt64 {
        let start = at
        var value: UInt64 = 0
        while at < line.count, 48...57 ~= line[at], at - start < 16 {
            value = value * 10 + UInt64(line[at] - 48)
            at += 1
        }
        guard at > start, value < 1 << 53 else { throw RowInvalid() }
        return value
    }

    mutating func signed() throws(RowInvalid) -> Int64 {
        skip(UInt8(ascii: "-")) ? -Int64(try number()) : Int64(try number())
    }

    mutating func identifier<Kind>() throws(RowInvalid) -> Identifier<Kind> {
        let text = try quoted()
        guard text.count == 36 else { throw RowInvalid() }
        var bits: UInt128 = 0
        for byte in text where byte != UInt8(ascii: "-") { bits = bits << 4 | UInt128(try Self.digit(byte)) }
        return Identifier(bits: bits)
    }

    mutating func digest() throws(RowInvalid) -> Digest {
        guard let digest = Digest(bytes: try hex(count: 32)) else { throw RowInvalid() }
        return digest
    }

    mutating func hex(count: Int) throws(RowInvalid) -> [UInt8] {
        let text = try quoted()
        guard text.count == 2 * count else { throw RowInvalid() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for place in stride(from: text.startIndex, to: text.endIndex, by: 2) {
            bytes.append(try Self.digit(text[place]) << 4 | Self.digit(text[place + 1]))
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) throws(RowInvalid) -> UInt8 {
        switch byte {
        case 48...57: byte - 48
        case 97...102: byte - 87
        default: throw RowInvalid()
        }
    }

    /// One element or more; an empty list is no member.
    mutating func list<Element>(
        _ element: (inout RowCursor) throws(RowInvalid) -> Element
    ) throws(RowInvalid) -> [Element] {
        var elements: [Element] = []
        try take("[")
        guard !skip(UInt8(ascii: "]")) else { return elements }
        repeat { elements.append(try element(&self)) } while skip(UInt8(ascii: ","))
        try take("]")
        return elements
    }
}
