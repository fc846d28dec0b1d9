import ArgumentParser
import Coffer
import CofferModel
import CofferService
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

    @OptionGroup var vault: VaultOptions

    func validate() throws {
        guard credential == nil || !locked else {
            throw ValidationError("either --credential or --locked")
        }
    }

    func run() async throws {
        Self.allowFiles()
        let listener = try listener()
        do {
            try await serve(listener)
        } catch {
            listener.remove()
            throw error
        }
    }

    private func serve(_ listener: Listener) async throws {
        let vault = vault
        let custody = try custody()
        let limits = ServiceLimits()
        let verb = Serving.verb(socket: socket ?? given("COFFER_SOCKET"))
        let open = locked ? nil : try await vault.open(verb, custody)
        let keeper = Keeper(open, pause: limits.unlockPause)
        let logger = Logger(label: "coffer") { _ in JSONLog(time: SystemClock()) }
        let service: SocketService
        do {
            service = try SocketService(
                listener, keeper, limits: limits, exposition: Exposition(), logger: logger
            ) { (key) throws(VaultError) in try await vault.open(verb, .key(key)) }
        } catch {
            if open != nil { try? await keeper.lock() }
            throw error
        }
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

    private func listener() throws(VaultError) -> Listener {
        let handed = try Listener.activated((environment("LISTEN_PID"), environment("LISTEN_FDS")))
        unsafe unsetenv("LISTEN_PID")
        unsafe unsetenv("LISTEN_FDS")
        if let handed { return handed }
        guard let path = socket ?? environment("COFFER_SOCKET") else {
            throw VaultError(.usage, "no socket was named: --socket PATH, or COFFER_SOCKET")
        }
        return try Listener(path: try FilePaths.absolute(path))
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
        limit.rlim_cur = min(limit.rlim_max, 4096)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
