import ArgumentParser
import Coffer
import CofferModel

/// As what, for what and on which ticket somebody asks.
struct Asking: Sendable {
    let role: RoleName
    let purpose: Purpose
    var caseID: String?
    var reason: String?
}

/// As what, for what and on which ticket somebody asks.
///
/// Who he is says the operating system; no option takes a name.
struct SessionOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "As what you ask, as billing_clerk.")
    var role: RoleName?

    @Option(name: .customLong("for"), help: "For what you ask, as billing.")
    var purpose: Purpose?

    @Option(name: .customLong("case"), help: ArgumentHelp("On which ticket.", valueName: "id"))
    var caseID: String?

    @Option(help: ArgumentHelp("Why, as a code of the charter.", valueName: "code"))
    var reason: String?

    /// Asking for values: role and purpose must be said.
    func asking() throws(VaultError) -> Asking {
        guard let role else { throw VaultError(.usage, "say as what you ask: --as ROLE") }
        guard let purpose = purpose ?? (role == .admin ? .keyAdmin : nil) else {
            throw VaultError(.usage, "say for what you ask: --for PURPOSE")
        }
        return Asking(role: role, purpose: purpose, caseID: caseID, reason: reason)
    }

    /// Keeping the vault, where no value is seen: as administrator, unless another role is named.
    var keeping: Asking {
        let purpose = purpose ?? (role == nil || role == .admin ? .keyAdmin : .audit)
        return Asking(role: role ?? .admin, purpose: purpose, caseID: caseID, reason: reason)
    }

    /// A session for keeping the vault in this process.
    func keeper(of vault: Vault) -> Session {
        let asking = keeping
        return vault.session(
            role: asking.role, purpose: asking.purpose, caseID: asking.caseID, reason: asking.reason)
    }
}

/// For whom the answer is.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Answer for programs.")
    var json = false

    /// Prints one of both.
    func print(_ json: @autoclosure () -> JSON, orText text: () -> String) {
        let out = self.json ? json().text : text()
        say(out.isEmpty || out.hasSuffix("\n") ? out : out + "\n")
    }
}
