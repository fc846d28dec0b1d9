/// What does not print: the same constant in logs, interpolations, `dump` and debuggers, whatever it holds.
package protocol Withheld: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Withheld {
    /// A constant.
    package var description: String { "withheld" }
    /// A constant.
    package var debugDescription: String { "withheld" }
    /// Nothing to look into.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
