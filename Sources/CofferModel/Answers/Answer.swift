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

extension Answer.Result {
    /// The answer for programs: `{"form": …, "value": …}` or `{"denied": …}`.
    public var json: JSON {
        switch self {
        case .value(let form, let value): ["form": .string(form.rawValue), "value": value]
        case .denied(let code): ["denied": .string(code.rawValue)]
        }
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        if let code = try members.takeIfPresent("denied", { $0.string.flatMap { Code(rawValue: $0) } }) {
            self = .denied(code)
        } else {
            self = .value(
                try members.text("form") { Form(rawValue: $0) }, try members.required("value"))
        }
        try members.end()
    }
}
