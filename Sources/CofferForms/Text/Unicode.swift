import CofferModel
import Foundation

/// Normalisation and folding (Unicode Standard Annex 15, Unicode Standard §3.13).
package enum Composed {
    /// Canonical composition, NFC.
    package static func canonical(_ text: String) -> String {
        isASCII(text) ? text : text.precomposedStringWithCanonicalMapping
    }

    /// Compatibility composition, NFKC: full-width digits become digits, ligatures their letters.
    package static func compatible(_ text: String) -> String {
        isASCII(text) ? text : text.precomposedStringWithCompatibilityMapping
    }

    /// Compatibility decomposition, NFKD: letters and their marks apart.
    package static func decomposed(_ text: String) -> String {
        isASCII(text) ? text : text.decomposedStringWithCompatibilityMapping
    }

    /// NFKC, then case folded: the form in which two spellings of one name are equal.
    ///
    /// Folding is the lower-case, upper-case and lower-case mapping of each scalar, without context, so that
    /// ß and ẞ are ss, and both small sigmas are one.
    package static func folded(_ text: String) -> String {
        guard !isASCII(text) else { return ASCII.lower(text) }
        var out = String.UnicodeScalarView()
        for scalar in compatible(text).unicodeScalars {
            guard scalar.properties.changesWhenCaseFolded else {
                out.append(scalar)
                continue
            }
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                for upper in lower.properties.uppercaseMapping.unicodeScalars {
                    out.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
                }
            }
        }
        return compatible(String(out))
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 128 } }
}

extension Unicode.Scalar {
    /// A letter of any script that shows as one.
    package var isLetter: Bool {
        guard !isASCII else { return "a"..."z" ~= self || "A"..."Z" ~= self }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            !properties.isDefaultIgnorableCodePoint
        default: false
        }
    }

    /// A mark that belongs to the letter before it.
    package var isMark: Bool {
        guard value >= 0x300 else { return false }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: !properties.isDefaultIgnorableCodePoint
        default: false
        }
    }

    /// A digit or other number.
    package var isNumber: Bool {
        guard !isASCII else { return "0"..."9" ~= self }
        return switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    /// Printable and no kind of space, nor invisible.
    var isGraphic: Bool {
        isPrintable && properties.generalCategory != .spaceSeparator
            && !properties.isDefaultIgnorableCodePoint
    }
}
