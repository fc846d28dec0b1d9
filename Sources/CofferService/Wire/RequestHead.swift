import CofferModel
import HTTPTypes

/// How the end of a body is told (RFC 9112 §6).
enum Framing: Equatable {
    case none
    case length(Int)
    case chunked
}

/// Why a header is not one this service reads; names a rule, never content.
struct HeadFault: Error, Equatable {
    let rule: Rule

    init(_ rule: Rule) { self.rule = rule }
}

/// A request's header, read strictly: what two readers could understand differently is refused.
struct RequestHead {
    let request: HTTPRequest
    let framing: Framing
    /// Whether the connection ends with this request.
    let closes: Bool

    /// Header fields of which a second one would be an ambiguity.
    private static let single: Set<String> = [
        "host", "content-length", "transfer-encoding", "content-type", "expect", "authorization", "if-match",
        "idempotency-key", "coffer-role", "coffer-purpose", "coffer-case", "coffer-reason",
        "coffer-request-id",
    ]

    /// Reads a header that ``HeadScan`` found complete.
    ///
    /// - Parameters:
    ///   - bytes: up to and with the empty line.
    ///   - most: how many header fields it may have.
    /// - Throws: the rule it breaks.
    init(reading bytes: [UInt8], most: Int) throws(HeadFault) {
        // Every line ends with CR LF, and neither stands anywhere else.
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { $0.dropLast() }
        guard let first = lines.first else { throw HeadFault("http.request_line") }
        let (method, target) = try Self.requestLine(first)
        let fieldLines = lines.dropFirst().dropLast(2)
        guard fieldLines.count <= most else { throw HeadFault("http.too_many_fields") }
        var fields = HTTPFields()
        var host = ""
        var seen: Set<String> = []
        for line in fieldLines {
            let field = try Self.field(line)
            let name = field.name.canonicalName
            guard seen.insert(name).inserted || !Self.single.contains(name) else {
                throw HeadFault("http.repeated_field")
            }
            if name == "host" { host = field.value } else { fields.append(field) }
        }
        guard Self.isHost(host) else { throw HeadFault("http.host") }
        framing = try Self.framing(fields)
        if let expect = fields[.expect], expect.lowercased() != "100-continue" {
            throw HeadFault("http.expect")
        }
        let options = fields[values: .connection].flatMap { $0.split(separator: ",") }
        closes = options.contains { $0.trimmed.lowercased() == "close" }
        request = HTTPRequest(
            method: method, scheme: "http", authority: host, path: target, headerFields: fields)
    }

    private static func requestLine(
        _ line: ArraySlice<UInt8>
    ) throws(HeadFault) -> (HTTPRequest.Method, String) {
        let parts = line.split(separator: 32, omittingEmptySubsequences: false)
        guard parts.count == 3, 1...16 ~= parts[0].count, parts[0].allSatisfy({ 65...90 ~= $0 }),
            let method = HTTPRequest.Method(String(decoding: parts[0], as: UTF8.self))
        else { throw HeadFault("http.request_line") }
        guard parts[2].elementsEqual("HTTP/1.1".utf8) else { throw HeadFault("http.version") }
        let target = parts[1]
        // Origin form only, of visible ASCII without a fragment.
        guard target.first == UInt8(ascii: "/"), !target.starts(with: "//".utf8),
            target.allSatisfy({ 33...126 ~= $0 && $0 != UInt8(ascii: "#") })
        else { throw HeadFault("http.target") }
        return (method, String(decoding: target, as: UTF8.self))
    }

    private static func field(_ line: ArraySlice<UInt8>) throws(HeadFault) -> HTTPField {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy({ isToken($0) }),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { throw HeadFault("http.field_name") }
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
        var value = line[(colon + 1)...].drop(while: isSpace)
        while let last = value.last, isSpace(last) { value.removeLast() }
        guard value.allSatisfy({ 32...126 ~= $0 }) else { throw HeadFault("http.field_value") }
        return HTTPField(name: name, value: String(decoding: value, as: UTF8.self))
    }

    /// A character of a token (RFC 9110 §5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || "-.:[]_".utf8.contains($0)
            }
    }

    private static func framing(_ fields: HTTPFields) throws(HeadFault) -> Framing {
        let length = fields[.contentLength]
        let coding = fields[.transferEncoding]
        switch (length, coding) {
        case (nil, nil): return .none
        case (let digits?, nil):
            guard 1...15 ~= digits.utf8.count, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
                let bytes = Int(digits)
            else { throw HeadFault("http.content_length") }
            return bytes == 0 ? .none : .length(bytes)
        case (nil, let coding?):
            guard coding.lowercased() == "chunked" else { throw HeadFault("http.transfer_encoding") }
            return .chunked
        default: throw HeadFault("http.two_lengths")
        }
    }
}

extension Substring {
    /// Without spaces and tabs around it.
    var trimmed: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var rest = drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
