import ArgumentParser
import Coffer
import CofferModel
import Glibc

/// Says on standard error why something was not done, in one line without any input, and with which exit status.
enum Report {
    static func status(of error: any Error) -> Int32 {
        if let error = error as? VaultError {
            tell(error)
            return error.code.exitStatus
        }
        if let code = error as? ExitCode { return code.rawValue }
        let code = CofferCommand.exitCode(for: error)
        if code.isSuccess {
            say(CofferCommand.fullMessage(for: error) + "\n")
            return 0
        }
        usage(CofferCommand.message(for: error))
        return Code.usage.exitStatus
    }

    /// Writes a refusal; with `--json` as an object.
    static func tell(_ error: VaultError) {
        standardError(isJSON ? error.told.text + "\n" : "coffer: \(error.words)\n")
    }

    private static func usage(_ message: String) {
        let words = redacted(message)
        let object: JSON = ["code": "usage", "reason": .string(words)]
        standardError(isJSON ? object.text + "\n" : "coffer: usage: \(words)\n")
    }

    /// Arguments are not repeated: somebody may have typed a customer's address where it does not belong.
    private static func redacted(_ message: String) -> String {
        var text = message
        for argument in CommandLine.arguments.dropFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1)
            let value = argument.hasPrefix("-") ? parts.dropFirst().joined() : argument
            for typed in [value, argument] where !typed.isEmpty && !isKnown(typed) {
                text = text.replacing("'\(typed)'", with: "'…'")
            }
        }
        return text.split(separator: "\n").joined(separator: " ")
    }

    /// Whether an argument is an option's own name: these may be repeated.
    private static func isKnown(_ argument: String) -> Bool {
        guard argument.hasPrefix("--"), argument.utf8.count <= 24 else { return false }
        return CofferCommand.helpMessage(includeHidden: true).contains(argument)
            || ["--as", "--for", "--case", "--reason", "--vault", "--socket", "--json", "--yes", "--from"]
                .contains(
                    argument)
    }

    private static var isJSON: Bool { CommandLine.arguments.contains("--json") }
}

extension VaultError {
    /// Code, field, rule, and the reason; where none was given, what to do about it.
    var words: String {
        let hint =
            Serving.socket(in: self).map { "ask it with --socket \($0)" }
            ?? (reason == nil ? code.hint : code.option)
        return hint.map { "\(description): \($0)" } ?? description
    }

    /// The refusal for programs, with what to do about it where no reason was given.
    var told: JSON {
        var members = json.object ?? [:]
        members["reason"] = (reason ?? code.hint).map { .string($0) }
        return .object(members)
    }
}

extension JSON {
    /// One line, members sorted.
    var text: String { String(decoding: canonical, as: UTF8.self) }
}
