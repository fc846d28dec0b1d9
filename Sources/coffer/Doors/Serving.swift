import Coffer
import CofferModel

/// What a service says to those who find its vault locked: that it serves, and at which socket.
enum Serving {
    private static let words = "coffer serve"
    private static let most = 160

    /// What is written where the lock says who holds it; without a path that could not be written there.
    static func activity(socket path: String?) -> String {
        guard let path, path.utf8.allSatisfy({ 33...126 ~= $0 && $0 != UInt8(ascii: ")") }) else {
            return words
        }
        let said = "\(words) \(path)"
        return said.utf8.count <= most ? said : words
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
