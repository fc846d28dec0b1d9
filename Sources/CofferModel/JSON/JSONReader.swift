/// Why bytes are not the JSON the vault reads; carries a place, never content.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Fault: String, Hashable, Sendable {
        case syntax, depth, number, text, trailing
        case duplicateMember = "duplicate_member"
        case tooLarge = "too_large"
    }
    /// What is wrong.
    public let fault: Fault
    /// Offset of the byte at which reading stopped.
    public let offset: Int
}

extension JSON {
    /// Reads one value: strict RFC 8259, UTF-8, no duplicate members, integers only, at most 32 levels deep.
    ///
    /// - Parameters:
    ///   - bytes: the whole document.
    ///   - limit: the most bytes it may have.
    /// - Throws: what is wrong and where.
    public init(reading bytes: [UInt8], limit: Int = Limits.documentBytes) throws(JSONError) {
        let read = unsafe bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in unsafe try JSON(readingInPlace: bytes, limit: limit) }
        }
        self = try read.get()
    }

    /// Reads one value where it lies, so that no copy of the whole document is made.
    ///
    /// - Parameters:
    ///   - bytes: the whole document; not needed after the call.
    ///   - limit: the most bytes it may have.
    /// - Throws: what is wrong and where.
    package init(
        readingInPlace bytes: UnsafeRawBufferPointer, limit: Int = Limits.documentBytes
    ) throws(JSONError) {
        unsafe try self.init(bytes, limit, numbersAsText: false)
    }

    /// Reads one value that others have written: as strictly, but any number may stand there; what is no integer that every
    /// reader agrees on comes as its text.
    ///
    /// - Parameters:
    ///   - bytes: the whole document.
    ///   - limit: the most bytes it may have.
    /// - Throws: what is wrong and where.
    package init(foreign bytes: [UInt8], limit: Int) throws(JSONError) {
        let read = unsafe bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in unsafe try JSON(bytes, limit, numbersAsText: true) }
        }
        self = try read.get()
    }

    private init(
        _ bytes: UnsafeRawBufferPointer, _ limit: Int, numbersAsText: Bool
    ) throws(JSONError) {
        guard bytes.count <= limit else { throw JSONError(fault: .tooLarge, offset: limit) }
        var reader = unsafe JSONReader(bytes, numbersAsText: numbersAsText)
        reader.skipSpace()
        self = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw JSONError(fault: .trailing, offset: reader.at) }
    }
}

@safe private struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private let numbersAsText: Bool
    private(set) var at = 0

    init(_ bytes: UnsafeRawBufferPointer, numbersAsText: Bool) {
        unsafe self.bytes = bytes
        self.numbersAsText = numbersAsText
    }

    private var next: UInt8? { unsafe at < bytes.count ? bytes[at] : nil }

    private func fail(_ fault: JSONError.Fault) -> JSONError { JSONError(fault: fault, offset: at) }

    mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { at += 1 }
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth < Limits.jsonDepth else { throw fail(.depth) }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func take(_ byte: Unicode.Scalar) throws(JSONError) {
        guard next == UInt8(ascii: byte) else { throw fail(.syntax) }
        at += 1
    }

    private mutating func word(_ text: String, _ value: JSON) throws(JSONError) -> JSON {
        for byte in text.utf8 {
            guard next == byte else { throw fail(.syntax) }
            at += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        try take("{")
        var members: [String: JSON] = [:]
        skipSpace()
        if next == UInt8(ascii: "}") {
            at += 1
            return .object(members)
        }
        while true {
            skipSpace()
            let name = try text()
            guard members[name] == nil else { throw fail(.duplicateMember) }
            skipSpace()
            try take(":")
            skipSpace()
            members[name] = try value(depth: depth + 1)
            skipSpace()
            guard next == UInt8(ascii: ",") else { break }
            at += 1
        }
        try take("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        try take("[")
        var elements: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            at += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            guard next == UInt8(ascii: ",") else { break }
            at += 1
        }
        try take("]")
        return .array(elements)
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        if next == UInt8(ascii: "-") { at += 1 }
        let digits = at
        while let byte = next, 48...57 ~= byte { at += 1 }
        let count = at - digits
        guard count > 0 else { throw fail(.syntax) }
        guard unsafe count == 1 || bytes[digits] != 48 else { throw fail(.number) }
        let isWhole = try !fraction()
        let text = unsafe String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, count <= 16, text != "-0", let value = Int64(text), value.magnitude < 1 << 53 {
            return .integer(value)
        }
        guard numbersAsText else { throw fail(.number) }
        return .string(text)
    }

    /// The part of a number after its whole digits; whether there is one.
    private mutating func fraction() throws(JSONError) -> Bool {
        guard let byte = next, byte == UInt8(ascii: ".") || byte | 32 == UInt8(ascii: "e") else {
            return false
        }
        guard numbersAsText else { throw fail(.number) }
        if next == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if let byte = next, byte | 32 == UInt8(ascii: "e") {
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return true
    }

    private mutating func digits() throws(JSONError) {
        let start = at
        while let byte = next, 48...57 ~= byte { at += 1 }
        guard at > start else { throw fail(.number) }
    }

    private mutating func text() throws(JSONError) -> String {
        try take("\"")
        var out: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 32 else { throw fail(.text) }
            at += 1
            if byte == UInt8(ascii: "\\") {
                try escape(into: &out)
            } else {
                out.append(byte)
            }
        }
        try take("\"")
        guard let text = String(validating: out, as: UTF8.self) else { throw fail(.text) }
        return text
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw fail(.text) }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "u"): out += Array(String(Character(try scalar())).utf8)
        default: throw fail(.text)
        }
    }

    /// One `\u` escape, or two that are a surrogate pair; a lone surrogate is refused.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let escape = unsafe bytes[at...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
        guard 0xD800...0xDBFF ~= first, escape else { throw fail(.text) }
        at += 2
        let second = try unit()
        guard 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fail(.text) }
        return scalar
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fail(.text)
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }
}
