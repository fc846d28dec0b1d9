import ArgumentParser
import Coffer
import CofferCrypto
import CofferModel
import Glibc

/// The process: hardened before anything else, one verb, one exit status.
@main
enum Main {
    static func main() async {
        do { try ProcessHardening.apply() } catch {
            standardError("coffer: unavailable: the process cannot be closed to debuggers and core dumps\n")
            exit(Code.unavailable.exitStatus)
        }
        exit(await status())
    }

    private static func status() async -> Int32 {
        do {
            let command = try CofferCommand.parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                var command = command
                try command.run()
            }
            return 0
        } catch {
            return Report.status(of: error)
        }
    }
}

/// All verbs.
struct CofferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coffer",
        abstract: "A vault for customer data.",
        discussion: """
            Begin with `coffer demo`: a tour in a throw-away vault. The vault's directory is given by --vault or \
            COFFER_VAULT; a running service is asked with --socket or COFFER_SOCKET.

            Exit status: 0 done, 1 denied, 2 usage, 3 not found, 4 integrity, 5 unavailable, 6 unknown outcome.
            """,
        version: "coffer 0.1.0-dev",
        subcommands: [
            DemoCommand.self, InitCommand.self, StaffCommand.self, WhoamiCommand.self, LoginCommand.self,
            TokenCommand.self, LockCommand.self, UnlockCommand.self, SubjectCommand.self,
            ImportCommand.self, CertificateCommand.self, EventCommand.self, ConsentCommand.self,
            RestrictCommand.self, HoldCommand.self, ChannelCommand.self, OrderCommand.self, EraseCommand.self,
            NoticeCommand.self, LabelCommand.self, CardCommand.self, DeviceCommand.self, GlassCommand.self,
            CredentialCommand.self,
            DeliveryCommand.self,
            CharterCommand.self, KeyCommand.self,
            LedgerCommand.self, VerifyCommand.self, SweepCommand.self, ServeCommand.self,
        ])
}
