/// The answer to one ask.
public struct Answer: Hashable, Sendable {
    /// A value in its form, or why there is none.
    public enum Result: Hashable, Sendable {
        case value(Form, JSON)
        case denied(Code)
    }

    /// Which ask of the request, from 0.
    public let ask: Int
    /// The value or the denial.
    public let result: Result

    /// Takes the two.
    ///
    /// - Parameters:
    ///   - ask: which ask of the request.
    ///   - result: the value or the denial.
    public init(ask: Int, result: Result) {
        self.ask = ask
        self.result = result
    }
}
