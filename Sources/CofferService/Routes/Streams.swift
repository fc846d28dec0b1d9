import Coffer
import CofferModel

/// Many lines in, a line out for each, and one that says how many; without that one the answer was cut.
enum Streams {
    static let routes = [
        Route("POST", "/v1/read", body: .lines, .stream { ReadLines(desk: $0, call: $1) }),
        Route(
            "POST", "/v1/import", body: .lines, query: ["dry_run"],
            .stream { (desk, call) throws(VaultError) in try ImportLines(desk: desk, call: call) }),
    ]
}

/// What is done with the lines of a stream.
protocol LineWork: Sendable {
    /// How many lines are worked on together.
    var gathering: Gathering { get }

    /// Answers some lines, in order.
    ///
    /// - Returns: the answers, and whether the stream goes on after them.
    mutating func answer(_ lines: [StreamLine]) async -> (answers: [JSON], goesOn: Bool)

    /// The last line.
    var summary: JSON { get }
}

extension Code {
    /// Whether nothing more can be answered after it.
    var endsStream: Bool {
        switch self {
        case .locked, .halted, .unavailable, .unknown, .actorUnknown: true
        default: false
        }
    }
}
