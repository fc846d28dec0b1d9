package import CofferModel

/// Why something in a file is not taken: the rule and the place, never what stands there.
package struct IntakeFault: Error, Hashable, Sendable {
    /// Where, in the files of an import.
    package struct Place: Hashable, Sendable {
        /// The file, from 1, in the order they were named.
        package var file: Int
        /// The line on which the row begins, from 1; in a folder, the file among all in the order of their names.
        package var line: Int
        /// The column, from 1, when one is to blame.
        package var column: Int?

        /// Takes the three numbers.
        package init(file: Int, line: Int, column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// What was broken, as `intake.columns`.
    package let rule: Rule
    /// Where.
    package var place: Place
    /// For which field the map wanted it.
    package var field: FieldPath?
    /// The column that a map names and its file does not have.
    package var missing: String?
    /// Whether nothing after it can be read.
    package var isEnd: Bool

    init(_ rule: Rule, line: Int, column: Int? = nil, field: FieldPath? = nil, isEnd: Bool = false) {
        self.rule = rule
        place = Place(file: 1, line: line, column: column)
        self.field = field
        self.isEnd = isEnd
    }

    /// The refusal as everybody else tells one.
    package var error: VaultError { VaultError(.badValue, rule: rule, field: field) }

    /// The same in another file of the import.
    func of(file: Int) -> IntakeFault {
        var fault = self
        fault.place.file = file
        return fault
    }
}
