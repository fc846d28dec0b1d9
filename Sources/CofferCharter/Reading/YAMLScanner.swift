import CofferModel

/// Looks at the bytes of a charter before the YAML parser does, and refuses what plain YAML has no need of.
///
/// Outside quotes there are no anchors, aliases, tags, block texts, directives or second documents; a quoted
/// text ends on its line. So no construct reaches the parser that could repeat itself or hide a value.
struct YAMLScanner {
    private let file: String
    private let refusals: Refusals
    private var line = 1
    private var depth = 0

    /// Whether the file may be parsed; refuses what stands against it.
    static func accepts(_ bytes: [UInt8], file: String, _ refusals: Refusals) -> Bool {
        var scanner = YAMLScanner(file: file, refusals: refusals)
        return scanner.scan(bytes)
    }

    private init(file: String, refusals: Refusals) {
        self.file = file
        self.refusals = refusals
    }

    private func refuse(_ rule: CharterRule, _ sentence: String) -> Bool {
        refusals.refuse(rule, Place(file: file, line: line), sentence)
        return false
    }

    private mutating func scan(_ bytes: [UInt8]) -> Bool {
        var accepted = true
        for text in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            accepted = scan(line: text) && accepted
            line += 1
        }
        return accepted
    }

    private mutating func scan(line text: ArraySlice<UInt8>) -> Bool {
        if text.contains(where: { $0 < 32 || $0 == 127 }) {
            return refuse(.notText, "the line holds a control character or a tab")
        }
        if text.starts(with: "---".utf8) || text.starts(with: "...".utf8) {
            return refuse(.documents, "a file is one document, without markers")
        }
        var rest = text
        var startsToken = true
        var previous: UInt8 = 32
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "#"), previous == 32 { return true }
            if startsToken, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard Self.skipQuoted(&rest, by: byte) else {
                    return refuse(.syntax, "a quoted text must end on its line")
                }
                (startsToken, previous) = (false, byte)
                continue
            }
            if let refused = forbidden(byte, startsToken: startsToken) { return refused }
            startsToken = follows(byte, startsToken: startsToken, rest: rest)
            previous = byte
        }
        return true
    }

    private func forbidden(_ byte: UInt8, startsToken: Bool) -> Bool? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): refuse(.syntax, "a quote inside plain text")
        case UInt8(ascii: "&"): refuse(.anchor, "anchors are not taken")
        case UInt8(ascii: "*"): refuse(.alias, "aliases are not taken")
        case UInt8(ascii: "!"): refuse(.tag, "tags are not taken")
        case UInt8(ascii: "|"), UInt8(ascii: ">"): refuse(.blockText, "texts are quoted, on one line")
        case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "`"):
            startsToken ? refuse(.syntax, "the line starts a value with a reserved sign") : nil
        case UInt8(ascii: "<"): refuse(.mergeKey, "merge keys are not taken")
        default: nil
        }
    }

    /// Whether the next sign starts a key or a value, as YAML sees it.
    private mutating func follows(_ byte: UInt8, startsToken: Bool, rest: ArraySlice<UInt8>) -> Bool {
        let spaced = rest.first == nil || rest.first == 32
        switch byte {
        case 32: return startsToken
        case UInt8(ascii: "-"): return startsToken && spaced
        case UInt8(ascii: ":"): return spaced
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if startsToken { depth += 1 }
            return startsToken
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            depth = max(0, depth - 1)
            return false
        case UInt8(ascii: ","): return depth > 0
        default: return false
        }
    }

    private static func skipQuoted(_ rest: inout ArraySlice<UInt8>, by quote: UInt8) -> Bool {
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                _ = rest.popFirst()
            } else if byte == quote {
                guard rest.first == quote, quote == UInt8(ascii: "'") else { return true }
                rest = rest.dropFirst()
            }
        }
        return false
    }
}
