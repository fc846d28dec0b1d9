import ArgumentParser
import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import Glibc

/// `coffer init`: makes a vault, and says what to keep where.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a vault; you become its first administrator.",
        discussion: """
            Makes DIR with data, keyring and ledger, DIR-custody beside it with the root key, and the ledger's \
            anchor outside both.
            """)

    @Argument(help: "A directory that does not exist yet.")
    var dir: String

    @Option(
        help: ArgumentHelp("The charter: a name of one that comes along, or a file.", valueName: "name|file"))
    var charter: String

    @Option(help: "What you are called in the staff directory; else your user name.")
    var admin: String?

    @Option(help: ArgumentHelp("An existing root key file instead of a new key.", valueName: "file"))
    var rootKey: String?

    @Option(help: ArgumentHelp("Where the anchor goes; else your state directory.", valueName: "dir"))
    var anchor: String?

    @Flag(help: "Accept the published example keys: for demonstrations only.")
    var allowExampleKeys = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let directory = Self.plain(dir)
        guard !FilePaths.exists(directory) else {
            throw VaultError(.usage, "the directory exists already; a vault is made in a new one")
        }
        guard FilePaths.exists(FilePaths.parent(of: directory)) else {
            throw VaultError(.usage, "the directory above does not exist")
        }
        let anchor = try FilePaths.absolute(try self.anchor ?? Self.standardAnchor())
        let choice = try CharterChoice(argument: charter)
        let problems = choice.check()
        guard problems.isEmpty else {
            standardError(problems.map { $0 + "\n" }.joined())
            throw VaultError(.charterInvalid, "the charter does not load; every reason is above")
        }
        let name = admin ?? Self.userName()
        let new = NewVault(
            directory: directory, charter: choice, admin: name, anchor: anchor, rootKey: rootKey,
            allowExampleKeys: allowExampleKeys)
        let vault = try await Vault.create(
            new, storage: .sqlite(activity: "coffer init"), time: SystemClock(), random: SystemRandom())
        let id = vault.id
        try await vault.close()
        output.print([
            "vault": .string(id.description), "directory": .string(directory),
            "custody": .string(directory + "-custody"), "anchor": .string(anchor + "/\(id)"),
            "admin": .string(name), "charter": .string(charter),
        ]) { Self.text(directory, anchor + "/\(id)", name) }
    }

    private static func text(_ directory: String, _ anchor: String, _ name: String) -> String {
        """
        \(Look.bold.paint("The vault is made.")) You, uid \(geteuid()), are in its staff directory as \
        \(Printable.text(name)), administrator.

        \(Look.bold.paint(directory))
            Data, wrapped keys and ledger: what a thief of the disk gets, and cannot read.
            Back it up: data and ledger for as long as you like, scopes.db and keyring for a short time only,
            since old copies of these still hold keys that were destroyed since.

        \(Look.bold.paint(directory + "-custody"))
            root.key, the key of everything in it. Without it the vault is lost; with vault and root key
            together, everything can be read. Copy it to a medium that is not plugged in, and never into
            the same backup as the vault.

        \(Look.bold.paint(anchor))
            The anchor: what the ledger looked like last. It shows if somebody cuts the ledger or puts the
            whole vault back from an old copy. It holds no secret; best is another account, or another host.

        Next: enter people with `coffer staff add`, then each accepts the confidentiality text with
        `coffer staff acknowledge`. An administrator keeps the vault and reads no data.

        """
    }

    /// Without a slash at the end: the custody directory's name is made from it.
    private static func plain(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    static func standardAnchor() throws(VaultError) -> String {
        func absolute(_ name: String) -> String? {
            environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        guard let state = absolute("XDG_STATE_HOME") ?? absolute("HOME").map({ $0 + "/.local/state" }) else {
            throw VaultError(.usage, "there is no home directory for the anchor: --anchor DIR")
        }
        return state + "/coffer/anchors"
    }

    static func userName() -> String {
        guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
            return "uid \(geteuid())"
        }
        return unsafe String(cString: name)
    }
}

extension FilePaths {
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension CharterChoice {
    /// A name of a charter that comes along, or the path of a file.
    init(argument: String) throws(VaultError) {
        if Self.names.contains(argument) {
            self = .named(argument)
            return
        }
        guard FilePaths.exists(argument) else {
            throw VaultError(.usage, "there is neither a charter of that name nor such a file")
        }
        var input = InputOptions()
        input.from = argument
        guard let text = String(validating: try input.bytes(""), as: UTF8.self) else {
            throw VaultError(.charterInvalid, "the file is not UTF-8")
        }
        let name = argument.split(separator: "/").last.map { String($0) } ?? argument
        self = .file(name: name, text: text)
    }
}
