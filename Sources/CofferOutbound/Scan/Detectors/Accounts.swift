import CofferForms
import CofferModel

/// International bank account numbers (ISO 13616-1).
enum Accounts {
    /// Whether an account number begins here: letters and digits, also in groups, with a true check.
    static func isAccount(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start + 14 < bytes.count, Bytes.isLetter(bytes[start]), Bytes.isLetter(bytes[start + 1]),
            !Bytes.isLetter(bytes[start + 2]), Bytes.isDigit(bytes[start + 3]) || bytes[start + 3] < 64
        else { return false }
        var text: [UInt8] = []
        var (at, gap) = (start, 0)
        while at < bytes.count, text.count <= 34 {
            let byte = bytes[at]
            if Bytes.isAlphanumeric(byte) {
                guard text.count < 2 || text.count > 3 || Bytes.isDigit(byte) else { return false }
                text.append(byte)
                gap = 0
            } else {
                gap += 1
                guard gap < 3, Bytes.isSpace(byte) || byte == UInt8(ascii: "-"), text.count >= 2 else {
                    break
                }
            }
            at += 1
            let isEnd = at == bytes.count || !Bytes.isAlphanumeric(bytes[at])
            if isEnd, gap == 0, 15...34 ~= text.count, isTrue(text) { return true }
        }
        return false
    }

    private static func isTrue(_ text: [UInt8]) -> Bool {
        let input = JSON.string(String(decoding: text, as: UTF8.self))
        return (try? Canonical.bytes(of: input, as: .iban, at: Timestamp(milliseconds: 0))) != nil
    }
}
