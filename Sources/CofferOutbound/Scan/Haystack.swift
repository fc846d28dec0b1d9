import CofferForms

/// A notice prepared once, so that each value is one quick search.
struct Haystack {
    private struct View {
        let spelling: Spelling
        /// Every word once.
        let words: Set<String>
        /// All words in order, a space before and after each.
        let spaced: [UInt8]
        /// All words in order with nothing between them; layers apart.
        let joined: [UInt8]
    }

    /// One for each spelling, the plain one first.
    private let views: [View]
    /// Folded text without what is invisible, white space as one space.
    private let literal: [UInt8]
    /// The same of what base64 and hexadecimal hold.
    private let literalHeld: [UInt8]
    /// Words that stand somewhere with a capital, folded.
    private let capitalised: Set<String>
    /// Runs of digits with nothing but punctuation and space between them; one run a line.
    private let digitRuns: [UInt8]
    /// All digits of a layer together.
    private let digits: [UInt8]

    init(_ text: String) {
        let decoded = Decoded(text)
        let plain = decoded.plain.map { Words.visible(Composed.folded($0)) }
        let held = decoded.held.map { Words.visible(Composed.folded($0)) }
        let layers = plain + held
        let words = layers.map { Words.andSpread(of: $0) }
        views = Spelling.allCases.map { spelling in
            let vocabulary = Dictionary(
                uniqueKeysWithValues: Set(words.joined()).map { ($0, spelling.spelled($0)) })
            let spelled = words.map { $0.compactMap { vocabulary[$0] }.filter { !$0.isEmpty } }
            return View(
                spelling: spelling, words: Set(spelled.joined()),
                spaced: Array(
                    spelled.map { " " + $0.joined(separator: " ") + " " }.joined(separator: "\n").utf8),
                joined: Array(spelled.map { $0.joined() }.joined(separator: "\n").utf8))
        }
        literal = Array(plain.map { Self.literal($0) }.joined(separator: "\n").utf8)
        literalHeld = Array(held.map { Self.literal($0) }.joined(separator: "\n").utf8)
        capitalised = Set(decoded.plain.flatMap { Self.capitalisedWords($0) })
        let runs = layers.map { Self.runs($0) }
        digitRuns = Array(runs.flatMap(\.self).joined(separator: "\n").utf8)
        digits = Array(runs.map { $0.joined() }.joined(separator: "\n").utf8)
    }

    /// Whether one needle is somewhere in the notice.
    func holds(_ needle: Needle) -> Bool {
        switch needle {
        case .word(let words): views.contains { Self.holds(word: words, $0) }
        case .form(let word): views[0].words.contains(views[0].spelling.spelled(word))
        case .capitalised(let word): capitalised.contains(word)
        case .piece(let words): views.contains { Self.holds(piece: words, $0) }
        case .digits(let text):
            Search.contains(Array(text.utf8), in: text.utf8.count < 9 ? digitRuns : digits)
        case .literal(let text):
            holds(literal: Array(Self.literal(Words.visible(Composed.folded(text))).utf8))
        }
    }

    /// Folded text with ASCII digits and every white space one space.
    private static func literal(_ scalars: [Unicode.Scalar]) -> String {
        var out = String.UnicodeScalarView()
        for scalar in scalars {
            if scalar.properties.isWhitespace {
                if out.last != " " { out.append(" ") }
            } else {
                out.append(Words.digit(scalar) ?? scalar)
            }
        }
        return String(out)
    }

    private static func holds(word words: [String], _ view: View) -> Bool {
        let spelled = words.map { view.spelling.spelled($0) }.filter { !$0.isEmpty }
        // A spelling that leaves under three characters of a word says too little.
        guard view.spelling == .plain || spelled.joined().utf8.count >= 3 else { return false }
        return spelled.count == 1
            ? view.words.contains(spelled[0])
            : !spelled.isEmpty
                && Search.contains(Array(" \(spelled.joined(separator: " ")) ".utf8), in: view.spaced)
    }

    private static func holds(piece words: [String], _ view: View) -> Bool {
        let spelled = words.map { view.spelling.spelled($0) }.joined()
        return spelled.unicodeScalars.count >= 6 && Search.contains(Array(spelled.utf8), in: view.joined)
    }

    /// A short needle is not looked for where scraps could look like it.
    private func holds(literal needle: [UInt8]) -> Bool {
        Self.holds(literal: needle, in: literal)
            || needle.count >= 6 && Self.holds(literal: needle, in: literalHeld)
    }

    /// Found with no letter or digit right before or after, where the needle itself has one.
    private static func holds(literal needle: [UInt8], in hay: [UInt8]) -> Bool {
        guard let first = needle.first, let last = needle.last else { return false }
        return Search.positions(of: needle, in: hay, most: 1024).contains { start in
            let end = start + needle.count
            return !(isWordByte(first) && start > 0 && isWordByte(hay[start - 1]))
                && !(isWordByte(last) && end < hay.count && isWordByte(hay[end]))
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        48...57 ~= byte || 97...122 ~= byte || byte >= 0x80
    }

    private static func capitalisedWords(_ text: String) -> [String] {
        Composed.compatible(String(String.UnicodeScalarView(Words.visible(text))))
            .split { !$0.isLetter }
            .filter { $0.first?.isUppercase == true }
            .map { Composed.folded(String($0)) }
    }

    private static func runs(_ scalars: [Unicode.Scalar]) -> [String] {
        var runs: [String] = []
        var run = String.UnicodeScalarView()
        for scalar in scalars {
            if let digit = Words.digit(scalar) {
                run.append(digit)
            } else if scalar.isLetter, !run.isEmpty {
                runs.append(String(run))
                run = String.UnicodeScalarView()
            }
        }
        return run.isEmpty ? runs : runs + [String(run)]
    }
}
