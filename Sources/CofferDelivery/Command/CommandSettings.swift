package import CofferModel

/// A program of this host that takes mail as `sendmail` does.
package struct CommandSettings: Hashable, Sendable {
    let program: String
    let arguments: [String]
    let seconds: Int

    /// Takes the settings.
    ///
    /// - Parameters:
    ///   - program: an absolute path, as `/usr/sbin/sendmail`; no shell looks at it.
    ///   - arguments: what the program gets before `-i -f SENDER -t`; no data of anybody.
    ///   - timing: `whole` is how long the program may run.
    /// - Throws: `delivery.command` for a relative path, a NUL, or too many arguments.
    package init(program: String, arguments: [String], timing: DeliveryTiming) throws(BadValue) {
        guard program.hasPrefix("/"), arguments.count <= DeliveryLimits.commandArguments,
            ([program] + arguments).allSatisfy({ $0.utf8.count <= 4096 && !$0.utf8.contains(0) })
        else { throw BadValue("delivery.command") }
        self.program = program
        self.arguments = arguments
        seconds = timing.whole
    }
}
