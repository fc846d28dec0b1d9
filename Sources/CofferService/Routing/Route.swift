import Coffer
import CofferModel
import HummingbirdCore

/// One method of one path: what it takes, and what is done.
struct Route: Sendable {
    /// What a request brings.
    enum Body: Hashable, Sendable {
        case none
        case json
        /// An object, or nothing.
        case maybeJSON
        /// A key, read where it lies.
        case secret
        /// Lines of JSON, as many as it likes.
        case lines

        /// What `Content-Type` must say of it.
        var mediaType: String {
            switch self {
            case .none, .json, .maybeJSON: "application/json"
            case .secret: "application/octet-stream"
            case .lines: "application/x-ndjson"
            }
        }
    }

    /// What is done.
    enum Act: Sendable {
        /// Without the vault, or with it as the route itself decides.
        case service(@Sendable (Desk, Call) async throws(VaultError) -> Reply)
        /// With the vault, which stays open meanwhile.
        case vault(@Sendable (Vault, Call) async throws(VaultError) -> Reply)
        /// A long act with the vault: told how far it is while it works.
        case work(@Sendable (Vault, Call, @escaping @Sendable (Int) -> Void) async throws(VaultError) -> JSON)
        /// Line by line, answered as they come.
        case stream(@Sendable (Desk, Call) throws(VaultError) -> any LineWork)
    }

    let method: String
    /// `/v1/subjects/{subject}`: what logs and metrics call it.
    let pattern: String
    let body: Body
    let query: Set<String>
    let act: Act
    private let parts: [Substring]

    init(
        _ method: String, _ pattern: String, body: Body = .none, query: Set<String> = [], _ act: Act
    ) {
        self.method = method
        self.pattern = pattern
        self.body = body
        self.query = query
        self.act = act
        parts = Self.parts(pattern[...])
    }

    /// Whether nothing can be answered while the vault is locked.
    var needsVault: Bool { if case .service = act { false } else { true } }

    /// What stands in place of the names in braces, or nil for another path; compared byte by byte.
    func match(_ path: Substring) -> [String]? {
        let given = Self.parts(path)
        guard given.count == parts.count else { return nil }
        var found: [String] = []
        for (part, text) in zip(parts, given) {
            if part.first == "{" {
                guard !text.isEmpty else { return nil }
                found.append(String(text))
            } else if !part.utf8.elementsEqual(text.utf8) {
                return nil
            }
        }
        return found
    }

    private static func parts(_ path: Substring) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }
}
