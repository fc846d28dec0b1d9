import CofferModel

/// What a payment processor knows a card by.
enum CardToken {
    /// 4...128 characters of visible ASCII with a letter among them, in which nobody can take anything for the number of a
    /// card.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let token = Input.trimmed(input)
        let bytes = Array(token.utf8)
        guard 4...128 ~= bytes.count, bytes.allSatisfy({ ASCII.isGraphic($0) }),
            bytes.contains(where: { ASCII.isLower($0) || ASCII.isUpper($0) })
        else { throw BadValue("card_token.form") }
        guard !holdsCard(bytes) else { throw BadValue("card_token.card") }
        return token
    }

    /// Whether 12...19 digits in a row pass Luhn's check, in a row also with one sign between two.
    private static func holdsCard(_ bytes: [UInt8]) -> Bool {
        var run: [UInt8] = []
        var isGap = false
        for byte in bytes {
            if ASCII.isDigit(byte) {
                run.append(byte)
                isGap = false
                if (12...19).contains(where: { $0 <= run.count && CardNumber.passesLuhn(run.suffix($0)) }) {
                    return true
                }
            } else if ASCII.isAlphanumeric(byte) || isGap {
                run = []
            } else {
                isGap = true
            }
        }
        return false
    }
}
