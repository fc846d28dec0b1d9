/// HTML as a reader sees it: no tags, no comments, no scripts; entities are undone like other escapes.
enum MarkupText {
    /// Elements that stand inside a word or line; all others end a line.
    private static let inline: Set<String> = Set(
        """
        a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark o:p q rp rt \
        ruby s samp small span strike strong sub sup time tt u var wbr
        """.split(separator: " ").map { String($0) })

    /// The text between the tags.
    static func of(_ html: [UInt8]) -> [UInt8] {
        let bytes = html.span
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<"), let tag = Tag(bytes, at: at) else {
                out.append(bytes[at])
                at += 1
                continue
            }
            at = tag.end
            if !tag.isComment, !inline.contains(tag.name) { out.append(10) }
            if !tag.isClosing, tag.name == "script" || tag.name == "style" {
                at = end(of: tag.name, bytes, from: at)
            }
        }
        return out
    }

    /// Where the closing tag of an element begins that holds no markup, or the end.
    private static func end(of name: String, _ bytes: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "<"), let tag = Tag(bytes, at: at), tag.isClosing, tag.name == name {
                return at
            }
            at += 1
        }
        return at
    }

    /// A tag or comment.
    private struct Tag {
        let name: String
        let isClosing: Bool
        let isComment: Bool
        let end: Int

        /// Reads from a `<`; nil if no tag begins there.
        init?(_ bytes: Span<UInt8>, at start: Int) {
            var at = start + 1
            guard at < bytes.count else { return nil }
            isComment = bytes[at] == UInt8(ascii: "!") || bytes[at] == UInt8(ascii: "?")
            isClosing = bytes[at] == UInt8(ascii: "/")
            if isComment {
                name = ""
                end = Self.endOfComment(bytes, from: start)
                return
            }
            if isClosing { at += 1 }
            guard at < bytes.count, Bytes.isLetter(bytes[at]) else { return nil }
            var name: [UInt8] = []
            while at < bytes.count, name.count < 12, Bytes.isAlphanumeric(bytes[at]) || bytes[at] == 58 {
                name.append(bytes[at])
                at += 1
            }
            self.name = String(decoding: name, as: UTF8.self).lowercased()
            end = Self.endOfTag(bytes, from: at)
        }

        private static func endOfComment(_ bytes: Span<UInt8>, from start: Int) -> Int {
            let isLong = start + 3 < bytes.count && bytes[start + 2] == 45 && bytes[start + 3] == 45
            var at = start + (isLong ? 4 : 2)
            while at < bytes.count {
                let isEnd = bytes[at] == UInt8(ascii: ">")
                if isEnd, !isLong || bytes[at - 1] == 45 && bytes[at - 2] == 45 { return at + 1 }
                at += 1
            }
            return at
        }

        /// A `>` in quotes does not end a tag.
        private static func endOfTag(_ bytes: Span<UInt8>, from start: Int) -> Int {
            var (at, quote) = (start, UInt8(0))
            while at < bytes.count {
                let byte = bytes[at]
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    return at + 1
                }
                at += 1
            }
            return at
        }
    }
}
