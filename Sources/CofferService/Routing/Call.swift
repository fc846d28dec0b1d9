import Coffer
import CofferModel
import HTTPTypes

/// One request as a route sees it.
struct Call: Sendable {
    let peer: Peer
    let request: RequestID
    let parameters: [String]
    let query: Query
    let headers: HTTPFields
    let body: JSON?
    /// The body of a route that takes a secret.
    let secret: TakenBuffer?

    /// What the ledger says of where it came from.
    var origin: Origin { Origin(uid: peer.uid, pid: peer.pid, request: request) }

    /// An id in the path; one that is none names nothing.
    func id<Kind>(_ place: Int = 0) throws(VaultError) -> Identifier<Kind> {
        guard place < parameters.count, let id = Identifier<Kind>(parameters[place]) else {
            throw VaultError(.notFound)
        }
        return id
    }

    /// A row's place in the query, if one was given.
    func place(_ name: String) throws(VaultError) -> LedgerPlace? {
        guard let text = query[name] else { return nil }
        guard let place = LedgerPlace(text) else { throw VaultError(.badValue, rule: "query.before") }
        return place
    }

    /// Whether the query says `true` of something; `false` where it says nothing.
    func flag(_ name: String) throws(VaultError) -> Bool {
        switch query[name] {
        case nil, "false": false
        case "true": true
        default: throw VaultError(.badValue, rule: "query.flag")
        }
    }

    /// A session as the headers say: role and purpose must be there.
    func session(in vault: Vault) throws(VaultError) -> Session {
        guard let role = headers[.cofferRole] else {
            throw VaultError(.usage, rule: "header.role", "say as what you ask: Coffer-Role")
        }
        guard let purpose = headers[.cofferPurpose] else {
            throw VaultError(.usage, rule: "header.purpose", "say for what you ask: Coffer-Purpose")
        }
        return try session(in: vault, role: role, purpose: purpose)
    }

    /// A session for what concerns the service, and no value: an administrator's, unless another is named.
    func keeperSession(in vault: Vault) throws(VaultError) -> Session {
        try session(
            in: vault, role: headers[.cofferRole] ?? RoleName.admin.description,
            purpose: headers[.cofferPurpose] ?? Purpose.keyAdmin.rawValue)
    }

    /// A session for what concerns the asker alone; as what and for what, he need not say.
    func ownSession(in vault: Vault) throws(VaultError) -> Session {
        try session(in: vault, role: headers[.cofferRole], purpose: headers[.cofferPurpose])
    }

    private func session(
        in vault: Vault, role given: String?, purpose wanted: String?
    ) throws(VaultError) -> Session {
        let role = given.flatMap { RoleName($0) }
        guard given == nil || role != nil else { throw VaultError(.badValue, rule: "header.role") }
        let purpose = wanted.flatMap { Purpose(rawValue: $0) }
        guard wanted == nil || purpose != nil else { throw VaultError(.badValue, rule: "header.purpose") }
        let caseID = headers[.cofferCase]
        guard caseID.map({ 1...Limits.caseBytes ~= $0.utf8.count }) ?? true else {
            throw VaultError(.badValue, rule: "header.case")
        }
        let reason = headers[.cofferReason]
        guard reason.map({ Name.isValid($0) }) ?? true else {
            throw VaultError(.badValue, rule: "header.reason")
        }
        return try vault.session(
            peer: origin, token: try token(), role: role, purpose: purpose, caseID: caseID, reason: reason)
    }

    private func token() throws(VaultError) -> String? {
        guard let header = headers[.authorization] else { return nil }
        let scheme = "Bearer "
        guard header.hasPrefix(scheme) else { throw VaultError(.usage, rule: "header.authorization") }
        return String(header.dropFirst(scheme.count))
    }

    /// The key under which a repeated request is answered as before.
    func idempotencyKey() throws(VaultError) -> String? {
        guard let key = headers[.idempotencyKey] else { return nil }
        guard 1...Limits.idempotencyKeyBytes ~= key.utf8.count else {
            throw VaultError(.usage, rule: "idempotency.key")
        }
        return key
    }

    /// The revision that the asker has seen, from `If-Match`.
    func revision() throws(VaultError) -> UInt64 {
        guard let header = headers[.ifMatch] else { throw VaultError(.usage, rule: "header.if_match") }
        var digits = header[...]
        if digits.hasPrefix("\""), digits.hasSuffix("\""), digits.count > 2 {
            digits = digits.dropFirst().dropLast()
        }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let revision = UInt64(digits) else {
            throw VaultError(.badValue, rule: "header.if_match")
        }
        return revision
    }

    /// The body's members, each to be taken once; what is left over is refused.
    func members<Result>(
        _ read: (inout Members) throws(Members.Unexpected) -> Result
    ) throws(VaultError) -> Result {
        do {
            var members = try Members(body ?? [:])
            let result = try read(&members)
            try members.end()
            return result
        } catch { throw VaultError(.badValue, rule: "body.members") }
    }
}
