/// One line of an import: a customer with his records, in JSON.
public struct ImportLine: Hashable, Sendable {
    /// Its number in the file, from 1.
    public let number: Int
    /// Its bytes, without the newline.
    public let bytes: [UInt8]

    /// Takes a line.
    ///
    /// - Parameters:
    ///   - number: its number in the file, from 1.
    ///   - bytes: its bytes, without the newline.
    public init(number: Int, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }
}

/// What became of one line.
public enum ImportResult: Hashable, Sendable {
    /// A new customer, and how many records he has.
    case added(records: Int)
    /// The same line was imported before.
    case unchanged
    /// Not taken in; the rest is.
    case refused(VaultError)
}

extension ImportResult {
    /// The result of a line as the socket writes it: the line's number, and `added`, `unchanged`, or the refusal.
    ///
    /// - Parameter number: the line's number in the file, from 1.
    /// - Returns: one object.
    public func json(line number: Int) -> JSON {
        var members: [String: JSON]
        switch self {
        case .added(let records): members = ["added": .integer(Int64(records))]
        case .unchanged: members = ["unchanged": true]
        case .refused(let error): members = error.json.object ?? [:]
        }
        members["line"] = .integer(Int64(number))
        return .object(members)
    }

    /// Reads what ``json(line:)`` wrote.
    ///
    /// - Parameter json: one object.
    /// - Returns: the line's number and its result.
    /// - Throws: for another shape.
    public static func read(_ json: JSON) throws(Members.Unexpected) -> (line: Int, result: ImportResult) {
        var members = try Members(json)
        let line = try members.take("line") { $0.integer.map { Int($0) } }
        let result: ImportResult
        if let records = try members.takeIfPresent("added", { $0.integer.map { Int($0) } }) {
            result = .added(records: records)
        } else if try members.takeIfPresent("unchanged", \.bool) == true {
            result = .unchanged
        } else {
            result = .refused(try VaultError(taking: &members))
        }
        try members.end()
        return (line, result)
    }
}
