/// A server's answer to one command: its numbers, and none of its words (RFC 5321 §4.2).
struct SMTPReply: Hashable {
    let code: UInt16
    let enhanced: EnhancedStatus?

    /// Reads the last line of an answer; nil for any other line.
    init?(line: some Collection<UInt8>) {
        let head = Array(line.prefix(4))
        guard head.count == 4, head[..<3].allSatisfy({ 48...57 ~= $0 }), head[3] == 32 || head[3] == 13 else {
            return nil
        }
        let code = head[..<3].reduce(UInt16(0)) { $0 * 10 + UInt16($1 - 48) }
        self.code = code
        let enhanced = EnhancedStatus(startOf: line.dropFirst(4))
        self.enhanced = enhanced.flatMap { UInt16($0.category) == code / 100 ? $0 : nil }
    }

    var isPatience: Bool { 400...499 ~= code }
    var isRefusal: Bool { 500...599 ~= code }
}
