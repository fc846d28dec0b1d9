import CofferForms

/// Text as words: what is left when case, width, invisible characters and punctuation are taken away.
enum Words {
    /// The words of a text, folded (see `Composed.folded`), digits of every script as ASCII, marks kept.
    ///
    /// An ideograph or kana is a word of its own, as these scripts write no spaces. A hyphen before the end
    /// of a line is taken for hyphenation.
    static func of(_ text: String) -> [String] { of(visible(Composed.folded(text))) }

    /// The words of text that is folded already.
    static func of(_ scalars: [Unicode.Scalar]) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func end() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for (place, scalar) in scalars.enumerated() {
            if isSolitary(scalar) {
                end()
                word.append(scalar)
                end()
            } else if let digit = digit(scalar) {
                word.append(digit)
            } else if scalar.isLetter || scalar.isNumber || scalar.isMark && !word.isEmpty {
                word.append(scalar)
            } else if !isHyphenation(scalars, at: place) {
                end()
            }
        }
        end()
        return words
    }

    /// Whether a hyphen or line end is one that only breaks a word over two lines.
    private static func isHyphenation(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
        let isHyphen = scalars[place] == "-" && place + 1 < scalars.count && scalars[place + 1] == "\n"
        return isHyphen || scalars[place] == "\n" && place > 0 && scalars[place - 1] == "-"
    }

    /// An ideograph or kana.
    private static func isSolitary(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x2E80 && (scalar.properties.isIdeographic || 0x3040...0x30FF ~= scalar.value)
    }

    /// The words of a text, and those that were spread out letter by letter: `П е т р о в`.
    static func andSpread(of scalars: [Unicode.Scalar]) -> [String] {
        let words = of(scalars)
        var out: [String] = []
        var spread: [String] = []
        for word in words + [""] {
            if word.unicodeScalars.count == 1, word.unicodeScalars.first?.isLetter == true {
                spread.append(word)
            } else {
                if spread.count > 2 { out.append(spread.joined()) }
                spread = []
            }
        }
        return words + out
    }

    /// The scalars that a reader sees: no controls but line ends and tabs, no joiners, marks of direction or
    /// other ignorable characters.
    static func visible(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            guard !scalar.isASCII || scalar.value < 32 else { return scalar.value < 127 }
            return switch scalar.properties.generalCategory {
            case .format: false
            case .control: scalar == "\n" || scalar == "\t"
            default: !scalar.properties.isDefaultIgnorableCodePoint
            }
        }
    }

    /// The ASCII digit of a decimal digit of any script.
    static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard !scalar.isASCII else { return "0"..."9" ~= scalar ? scalar : nil }
        guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
        else {
            return nil
        }
        return Unicode.Scalar(48 + UInt8(value))
    }

    /// How many letters and digits words have; an ideograph says as much as two letters.
    static func weight(_ words: [String]) -> Int {
        words.reduce(0) { sum, word in
            sum
                + word.unicodeScalars.reduce(0) {
                    $1.isMark ? $0 : $0 + ($1.properties.isIdeographic ? 2 : 1)
                }
        }
    }
}
