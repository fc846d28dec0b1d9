import ArgumentParser
import Coffer
import CofferModel
import Glibc

/// Values come from standard input or a file, never from an argument: every user of a host can read arguments.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read from this file instead of standard input; /dev/fd/3 works.", valueName: "file"))
    var from: String?

    /// Everything that was given, at most 1 MiB.
    ///
    /// - Parameter prompt: what a person at a terminal is asked.
    /// - Returns: the bytes.
    /// - Throws: when there are more, or they cannot be read.
    func bytes(_ prompt: String) throws(VaultError) -> [UInt8] {
        try GivenInput.bytes(from: from, prompt)
    }

    /// One JSON object.
    func object(_ prompt: String) throws(VaultError) -> [String: JSON] {
        try GivenInput.object(from: from, prompt)
    }

    /// One line of text: at a terminal what was typed up to Enter, else all but the last line end.
    func line(_ prompt: String) throws(VaultError) -> String {
        if from == nil, isatty(STDIN_FILENO) == 1 {
            standardError(prompt)
            return readLine() ?? ""
        }
        var given = try bytes("")
        if given.last == 10 { given.removeLast() }
        if given.last == 13 { given.removeLast() }
        guard let text = String(validating: given, as: UTF8.self), !text.contains(where: \.isNewline) else {
            throw VaultError(.badValue, rule: "input.line")
        }
        return text
    }

    /// One line that nobody is to see: typed without being shown, else as it is given.
    ///
    /// - Parameter prompt: what a person at a terminal is asked.
    /// - Returns: its bytes, for the caller to hand to what wipes them.
    /// - Throws: when there are more than 1 MiB, or they cannot be read.
    func secret(_ prompt: String) throws(VaultError) -> [UInt8] {
        guard from != nil else { return try Passphrase.read(prompt) }
        var given = try bytes("")
        if given.last == 10 { given.removeLast() }
        if given.last == 13 { given.removeLast() }
        return given
    }

    /// The token of a message: one line, of which a whole link that was pasted counts as the token at its end.
    func token() throws(VaultError) -> String { Self.token(in: try line("The token: ")) }

    /// The last component of a link's path, or what stands there alone, without spaces around it.
    private static func token(in text: String) -> String {
        let path = text.prefix { $0 != "?" && $0 != "#" }
        let end = path.split(separator: "/", omittingEmptySubsequences: true).last ?? ""
        return String(end.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && $0 != ">" })
    }
}

/// What stands in a file, or comes on standard input: for no file, or for `-`.
enum GivenInput {
    /// Everything that was given, at most 1 MiB.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - prompt: what a person at a terminal is asked.
    /// - Returns: the bytes.
    /// - Throws: when there are more, or they cannot be read.
    static func bytes(from path: String?, _ prompt: String) throws(VaultError) -> [UInt8] {
        let file = try descriptor(path)
        defer { if file != STDIN_FILENO { close(file) } }
        if isatty(file) == 1 { standardError(prompt) }
        // Never grown, so that no copy of a passphrase stays behind.
        var bytes = [UInt8](repeating: 0, count: Limits.documentBytes + 1)
        let count = Descriptor.fill(&bytes, from: file)
        guard count >= 0 else { throw VaultError(.unavailable, "the input could not be read") }
        guard count < bytes.count else {
            bytes.wipe()
            throw VaultError(.tooLarge, "the input is larger than 1 MiB")
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// One JSON object.
    static func object(from path: String?, _ prompt: String) throws(VaultError) -> [String: JSON] {
        let json: JSON
        do { json = try JSON(reading: try bytes(from: path, prompt), limit: Limits.documentBytes) } catch {
            throw (error as? VaultError) ?? VaultError(.badValue, rule: "input.json")
        }
        guard let object = json.object else { throw VaultError(.badValue, rule: "input.object") }
        return object
    }

    private static func descriptor(_ path: String?) throws(VaultError) -> Int32 {
        guard let path, path != "-" else { return STDIN_FILENO }
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw VaultError(.usage, "the input file cannot be opened") }
        return file
    }
}
