import Coffer
import CofferModel

/// What a service says to those who find its vault locked: that it serves, and at which socket.
enum Serving {
    private static let words = "coffer serve"
    /// What a lock can say.
    private static let most = 160

    /// The verb for which the vault is opened; without a path that a lock could not say.
    static func verb(socket path: String?) -> String {
        guard let path = path.flatMap({ try? FilePaths.absolute($0) }),
            path.utf8.allSatisfy({ 33...126 ~= $0 && $0 != UInt8(ascii: ")") }),
            words.utf8.count + 1 + path.utf8.count <= most
        else { return "serve" }
        return "serve \(path)"
    }

    /// The socket that a refusal names.
    static func socket(in error: VaultError) -> String? {
        guard error.code == .locked, let reason = error.reason,
            let start = reason.firstRange(of: "(\(words) ")?.upperBound,
            let end = reason[start...].firstIndex(of: ")")
        else { return nil }
        return String(reason[start..<end])
    }
}
