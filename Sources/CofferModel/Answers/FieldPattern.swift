/// `payment.pan`, `payment.*`, or `payment.pan:clear`: which fields, and in which form.
public struct FieldPattern: Hashable, Sendable, LosslessStringConvertible {
    private let className: String
    private let field: String?
    private let form: Form?

    /// Reads a pattern.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard 1...2 ~= parts.count else { return nil }
        if parts.count == 2 {
            guard let form = Form(rawValue: parts[1]) else { return nil }
            self.form = form
        } else {
            form = nil
        }
        let names = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard names.count == 2, Name.isValid(names[0]), names[1] == "*" || Name.isValid(names[1]) else {
            return nil
        }
        className = names[0]
        field = names[1] == "*" ? nil : names[1]
    }

    /// The pattern as it was written.
    public var description: String {
        "\(className).\(field ?? "*")" + (form.map { ":\($0.rawValue)" } ?? "")
    }

    /// Whether it names a field.
    package func names(_ path: FieldPath) -> Bool {
        className == path.className && (field ?? path.field) == path.field
    }

    /// The form wished for a field by the last pattern that names it; an outer nil when none does.
    package static func wish(for path: FieldPath, in patterns: [FieldPattern]) -> Form?? {
        guard !patterns.isEmpty else { return .some(nil) }
        return patterns.last { $0.names(path) }.map(\.form)
    }
}
