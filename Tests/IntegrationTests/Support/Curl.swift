import CofferModel
import Foundation

/// Requests over the socket, by the tool that everybody has.
struct Curl {
    /// What came back.
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: String

        var json: JSON? { try? JSON(reading: Array(body.utf8), limit: 1 << 20) }
        /// The code of a refusal.
        var code: String? { json?.object?["code"]?.string }
    }

    let socket: String

    /// One request on a connection of its own.
    ///
    /// - Throws: when curl is not there, or nothing answered.
    func callAsFunction(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: String? = nil
    ) throws -> Answer {
        var arguments = ["-sS", "-i", "--max-time", "60", "--unix-socket", socket, "-X", method]
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            arguments += ["-H", "\(name): \(value)"]
        }
        if body != nil { arguments += ["--data-binary", "@-"] }
        if body != nil, headers["Content-Type"] == nil {
            arguments += ["-H", "Content-Type: application/json"]
        }
        // No waiting for a go-ahead, and no words of curl's own.
        arguments += ["-H", "Expect:", "http://coffer" + path]
        let outcome = try Tool.run("curl", arguments, input: body ?? "")
        guard outcome.status == 0, let answer = Self.answer(outcome.out) else {
            throw Failed(outcome: outcome)
        }
        return answer
    }

    private static func answer(_ text: String) -> Answer? {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            return nil
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespaces)
        }
        return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
    }
}
