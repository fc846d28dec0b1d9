import Foundation

/// Ordinary notices in four languages: the corpus of the tests.
enum Corpus {
    static func read() throws -> String {
        let folder = URL(filePath: #filePath).appending(
            path: "../../../../../Tests/CofferOutboundTests/Corpus"
        )
        .standardized
        return try ["bg", "en", "kk", "ru"].map { language in
            try String(contentsOf: folder.appending(path: language + ".txt"), encoding: .utf8)
        }.joined(separator: "\n")
    }

    /// So many bytes of it, over and over, the languages mixed paragraph by paragraph.
    static func clean(_ corpus: String, bytes: Int) -> String {
        let paragraphs = corpus.split(separator: "\n")
        var (text, place) = ("", 0)
        text.reserveCapacity(bytes + 4096)
        while text.utf8.count < bytes {
            text += filled(String(paragraphs[place * 37 % paragraphs.count]), place) + "\n"
            place += 1
        }
        return text
    }

    private static func filled(_ paragraph: String, _ place: Int) -> String {
        var text = ""
        for piece in paragraph.split(separator: "{", omittingEmptySubsequences: false) {
            guard let close = piece.firstIndex(of: "}") else {
                text += piece
                continue
            }
            text += value(String(piece[..<close]), place) + piece[piece.index(after: close)...]
        }
        return text
    }

    private static func value(_ name: String, _ place: Int) -> String {
        let number = place * 7919 % 9000
        return switch name {
        case "date": "\(place % 28 + 1).\(place % 12 + 1).2027"
        case "time": "0\(place % 9):\(place % 50 + 10)"
        case "amount": "\(number + 100),\(place % 90 + 10)"
        case "label": "SW-\(String(number * 104_729 + 1_000_003, radix: 36).uppercased())"
        case "number": "\(number + 1000)"
        case "link": "https://portal.example/t/\(String(number * 15_485_863 + 982_451_653, radix: 36))"
        default: "\(place % 60 + 1)"
        }
    }
}
