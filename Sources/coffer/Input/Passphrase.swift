import Coffer
import CofferModel
import Glibc

/// A passphrase: typed at a terminal without being shown, else one line of standard input.
enum Passphrase {
    private static let most = 1024
    /// What Ctrl-C is while the terminal passes every key on.
    private static let interrupt: UInt8 = 3

    /// Reads one.
    ///
    /// - Parameter prompt: what a person at a terminal is asked.
    /// - Returns: its bytes, for the caller to hand to what wipes them.
    /// - Throws: when it is too long, or the person gave up.
    static func read(_ prompt: String) throws(VaultError) -> [UInt8] {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw VaultError(.unavailable, "the terminal cannot be kept from showing what is typed")
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
            throw VaultError(.unavailable, "the terminal cannot be kept from showing what is typed")
        }
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            standardError("\n")
        }
        standardError(prompt)
        return try line()
    }

    private static func line() throws(VaultError) -> [UInt8] {
        var bytes: [UInt8] = []
        // Never grown, so that no copy stays behind.
        bytes.reserveCapacity(most)
        var byte: [UInt8] = [0]
        defer { byte.wipe() }
        while true {
            let count = Descriptor.read(STDIN_FILENO, into: &byte)
            guard count >= 0 else { throw VaultError(.unavailable, "the input could not be read") }
            if count == 0 || byte[0] == 10 { return bytes }
            guard byte[0] != interrupt else { throw VaultError(.usage, "not done: given up") }
            guard bytes.count < most else { throw VaultError(.badValue, rule: "passphrase.length") }
            bytes.append(byte[0])
        }
    }
}
