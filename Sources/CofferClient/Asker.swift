public import CofferModel
import NIOHTTP1

/// Somebody who asks through a socket, in one role and for one purpose; made by
/// ``CofferClient/as(role:purpose:case:reason:token:)``.
///
/// Its methods are the library's, with the same names, answers and refusals. A request is `unavailable` when nothing was
/// done, because there is no service or it did not answer. It is `unknown` when it may have been done and the answer was
/// lost: with the same idempotency key it is safe to repeat.
public struct Asker: Sendable, CustomStringConvertible, CustomReflectable {
    let connections: Connections
    /// As what.
    public let role: RoleName
    /// For what.
    public let purpose: Purpose
    /// On which ticket.
    public let caseID: String?
    /// Why, as a code of the charter.
    public let reason: String?
    let token: String?

    /// Role and purpose.
    public var description: String { "\(role) for \(purpose.rawValue)" }
    /// Nothing to look into: the token does not print.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Asker {
    /// Puts a question and reads its answer.
    func ask<Answer>(
        _ call: Call, key: String? = nil, _ read: (JSON) throws(Members.Unexpected) -> Answer
    ) async throws(VaultError) -> Answer {
        var call = call
        call.headers = try headers(key: key)
        return try await connections.ask(call, read)
    }

    /// Puts a question whose answer is its being done.
    func ask(_ call: Call) async throws(VaultError) {
        var call = call
        call.headers = try headers(key: nil)
        try await connections.ask(call)
    }

    func headers(key: String?) throws(VaultError) -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.add(name: "Coffer-Role", value: role.description)
        headers.add(name: "Coffer-Purpose", value: purpose.rawValue)
        try headers.addGiven("Coffer-Case", caseID)
        try headers.addGiven("Coffer-Reason", reason)
        try headers.addGiven("Idempotency-Key", key)
        try headers.addGiven("Authorization", token.map { "Bearer \($0)" })
        return headers
    }
}

extension HTTPHeaders {
    /// Adds what somebody gave; a control character, or a space at an end, would arrive as something else.
    mutating func addGiven(_ name: String, _ value: String?) throws(VaultError) {
        guard let value else { return }
        guard value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }), value.utf8.first != 32, value.utf8.last != 32,
            !value.isEmpty
        else { throw VaultError(.usage, "a case, reason, key or token has no such characters") }
        add(name: name, value: value)
    }
}
