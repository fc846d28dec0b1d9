import ArgumentParser
import Coffer
import CofferModel
import CofferSQLite
import CofferService
import CofferStore
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// `coffer serve`: the vault on a unix socket.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer on a unix socket until told to stop.",
        discussion: """
            Owner and group of the socket may connect; of those, only who is entered is answered. Logs go to \
            standard error, a JSON object a line. SIGTERM or SIGINT finishes what was accepted; a second one ends \
            at once. A socket handed over by systemd is used when there is one.
            """)

    @Option(help: ArgumentHelp("Where the socket is made, from the root.", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("The systemd credential that is the root key.", valueName: "name"))
    var credential: String?

    @Flag(help: "Begin locked: somebody brings the key with coffer unlock.")
    var locked = false

    @Option(
        help: ArgumentHelp(
            "Sweep once a day at this time in UTC: 03:30. As the user who runs the service, in the role dispatcher.",
            valueName: "hh:mm"))
    var sweepAt: MinuteOfDay?

    @OptionGroup var vault: VaultOptions

    func validate() throws {
        guard credential == nil || !locked else {
            throw ValidationError("either --credential or --locked")
        }
    }

    func run() async throws {
        Self.allowFiles()
        let place = try place()
        let limits = ServiceLimits()
        let vault = self.vault
        let custody = try self.custody()
        let verb = Serving.verb(socket: socket ?? given("COFFER_SOCKET"))
        if locked { try checkFree(verb) }
        let keeper = Keeper(
            locked ? nil : try await vault.open(verb, custody), pause: limits.unlockPause)
        do {
            // Not before the vault is open in this process and in no other: whoever finds the socket finds who answers.
            let listener = try place.listener()
            try await serve(listener, keeper, limits) { (key) throws(VaultError) in
                try await vault.open(verb, .key(key))
            }
        } catch {
            try? await keeper.end()
            throw error
        }
    }

    private func serve(
        _ listener: Listener, _ keeper: Keeper, _ limits: ServiceLimits, unlock: @escaping Unlock
    ) async throws {
        defer { listener.remove() }
        let logger = Logger(label: "coffer") { _ in JSONLog(time: SystemClock()) }
        let service = try SocketService(
            listener, keeper, limits: limits, exposition: Exposition(), sweepAt: sweepAt?.minute,
            logger: logger,
            unlock: unlock)
        let group = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: logger))
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let watching = Task {
            var seen = 0
            for await _ in signals {
                seen += 1
                guard seen == 1 else { _exit(Interrupts.status) }
                await group.triggerGracefulShutdown()
            }
        }
        defer { watching.cancel() }
        try await group.run()
    }

    /// Where clients come in.
    private enum Place {
        case handed(Listener)
        case path(String)

        func listener() throws(VaultError) -> Listener {
            switch self {
            case .handed(let listener): listener
            case .path(let path): try Listener(path: path)
            }
        }
    }

    private func place() throws(VaultError) -> Place {
        let handed = try Listener.activated((environment("LISTEN_PID"), environment("LISTEN_FDS")))
        unsafe unsetenv("LISTEN_PID")
        unsafe unsetenv("LISTEN_FDS")
        if let handed { return .handed(handed) }
        guard let path = socket ?? environment("COFFER_SOCKET") else {
            throw VaultError(.usage, "no socket was named: --socket PATH, or COFFER_SOCKET")
        }
        let absolute = try FilePaths.absolute(path)
        guard Listener.isPath(absolute) else { throw VaultError(.usage, rule: "socket.path") }
        return .path(absolute)
    }

    // A service without keys does not keep the vault's directory for itself: it takes it when it opens the vault, as it
    // gives it back when it locks it. That another process has it now is told at once all the same.
    private func checkFree(_ verb: String) throws(VaultError) {
        let directory = try vault.directory()
        do throws(DirectoryTaken) { _ = try Storage.sqlite(activity: "coffer \(verb)").hold(directory) } catch
        {
            throw VaultError(.locked, naming: "another process has the vault open (\(error.activity))")
        }
    }

    private func custody() throws(VaultError) -> Custody {
        guard let credential else { return vault.custody }
        guard let directory = environment("CREDENTIALS_DIRECTORY"), !credential.contains("/") else {
            throw VaultError(.usage, "no credentials were handed over: CREDENTIALS_DIRECTORY")
        }
        return .rootFile(directory + "/" + credential)
    }

    /// A connection is an open file, and the usual 1,024 are not enough for all.
    private static func allowFiles() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, ServiceLimits.openFiles)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
