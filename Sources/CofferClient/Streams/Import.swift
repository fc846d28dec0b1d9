public import CofferModel

/// What became of all lines of an import.
public struct ImportSummary: Hashable, Sendable {
    /// How many lines the service took.
    public let lines: Int
    /// How many customers are new.
    public let added: Int
    /// How many were in already.
    public let unchanged: Int
    /// How many lines were refused.
    public let refused: Int

    init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        lines = try members.count("lines")
        added = try members.count("added")
        unchanged = try members.count("unchanged")
        refused = try members.count("refused")
        try members.end()
    }
}

extension Asker {
    /// Takes in customers, one line of JSON each, of any number and in flat memory.
    ///
    /// Lines are taken from the sequence as fast as the service takes them, and results are handed over as they come;
    /// while the receiver is busy with one, the service waits. Repeating an import is safe: what is in is unchanged.
    ///
    /// - Parameters:
    ///   - lines: the lines, without their newlines.
    ///   - receive: gets each line's number in the stream, from 1, and its result, in order.
    /// - Returns: the sums; without them the import has not come to its end.
    /// - Throws: the denial's code, what `receive` throws, a failure; `unknown` when the connection broke, and then a
    ///   part of the lines is in.
    public func importLines<Given: AsyncSequence & Sendable>(
        _ lines: Given, receive: (Int, ImportResult) async throws(VaultError) -> Void
    ) async throws(VaultError) -> ImportSummary where Given.Element == [UInt8] {
        try await importLines(Call.post("/v1/import", .lines).changing, lines, receive)
    }

    /// Says of customers what ``importLines(_:receive:)`` would answer, and takes none in.
    ///
    /// - Parameters:
    ///   - lines: the lines, without their newlines.
    ///   - receive: gets each line's number in the stream, from 1, and what would become of it, in order.
    /// - Returns: the sums; without them it has not come to its end.
    /// - Throws: the denial's code, what `receive` throws, or a failure.
    public func rehearseImport<Given: AsyncSequence & Sendable>(
        _ lines: Given, receive: (Int, ImportResult) async throws(VaultError) -> Void
    ) async throws(VaultError) -> ImportSummary where Given.Element == [UInt8] {
        try await importLines(Call.post("/v1/import?dry_run=true", .lines), lines, receive)
    }

    private func importLines<Given: AsyncSequence & Sendable>(
        _ call: Call, _ lines: Given, _ receive: (Int, ImportResult) async throws(VaultError) -> Void
    ) async throws(VaultError) -> ImportSummary where Given.Element == [UInt8] {
        try await stream(call, lines, line: { $0 }) { (json) async throws(Stopped) in
            if json["lines"] != nil { return .last(try Stopped.reading(json, ImportSummary.init(json:))) }
            let (number, result) = try Stopped.reading(json, ImportResult.read)
            do throws(VaultError) { try await receive(number, result) } catch { throw .error(error) }
            if case .refused(let error) = result { return .refused(error) }
            return .answered
        }
    }
}

extension Members {
    /// Takes a number that counts something.
    mutating func count(_ name: String) throws(Unexpected) -> Int {
        try take(name) { $0.integer.flatMap { $0 >= 0 ? Int($0) : nil } }
    }
}
