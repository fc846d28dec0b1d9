import CofferCharter
import CofferModel

extension Vault {
    /// A denial as the asker is told it: for want of a ticket, with a number of the shape that the charter asks for.
    func denied(_ code: Code) -> VaultError {
        guard code == .noCase else { return VaultError(code) }
        return VaultError(.noCase, naming: "a ticket is needed, numbered like \(charter.casePattern.example)")
    }
}
