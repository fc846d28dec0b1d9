import CofferModel

/// A person's name in any script.
enum PersonName {
    /// 1...100 graphemes of letters with their marks, spaces, and `' - . ’`, and joiners where a script writes by them;
    /// NFC, runs of spaces made one.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let text = Composed.canonical(input)
        var scalars = String.UnicodeScalarView()
        guard Joiner.areInPlace(text) else { throw BadValue("name.characters") }
        for scalar in text.unicodeScalars {
            let isSpace = scalar == " " || scalar == "\u{A0}"
            let isSign = "'-.’".unicodeScalars.contains(scalar) || Joiner.isOne(scalar)
            guard isSpace || isSign || scalar.isLetter || scalar.isMark else {
                throw BadValue("name.characters")
            }
            if isSpace, scalars.last == " " { continue }
            scalars.append(isSpace ? " " : scalar)
        }
        let name = Input.trimmed(String(scalars))
        guard !name.isEmpty, Graphemes.count(name, isAtMost: 100) else { throw BadValue("name.length") }
        guard name.unicodeScalars.contains(where: { $0.isLetter }),
            name.unicodeScalars.first?.isMark == false
        else { throw BadValue("name.characters") }
        return name
    }
}

/// A company's or other body's name.
enum OrganisationName {
    /// 1...200 graphemes that show; NFC.
    static func canonical(_ input: String) throws(BadValue) -> String {
        try PlainText.checked(
            input, upTo: 200, length: "organisation_name.length", characters: "organisation_name.characters")
    }
}

/// The name of an account, of a customer or on a device.
enum UserName {
    /// 3...64 graphemes of letters, marks, numbers and `. _ - @ + $ \`; NFKC, case kept.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let text = Input.trimmed(Composed.compatible(input))
        let isAllowed = text.unicodeScalars.allSatisfy {
            $0.isLetter || $0.isMark || $0.isNumber || "._-@+$\\".unicodeScalars.contains($0)
        }
        guard isAllowed, text.unicodeScalars.first?.isMark != true else {
            throw BadValue("username.characters")
        }
        guard Graphemes.count(text, isAtMost: 64), text.count >= 3 else { throw BadValue("username.length") }
        return text
    }
}

/// The number of an identity document, or of a taxpayer.
///
/// A field does not know which country issued the number, so no check digit is proven here.
enum RegisteredNumber {
    /// 5...32 letters of any script and ASCII digits, upper-case; spaces, hyphens, dots and slashes are
    /// removed.
    static func canonical(_ input: String, length: Rule, characters: Rule) throws(BadValue) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in Input.joined(Composed.compatible(input)).unicodeScalars
        where scalar != "." && scalar != "/" {
            guard scalar.isLetter || "0"..."9" ~= scalar else { throw BadValue(characters) }
            scalars.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
        }
        guard 5...32 ~= scalars.count else { throw BadValue(length) }
        return Composed.canonical(String(scalars))
    }
}
