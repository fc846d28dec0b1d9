import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// A request for another certificate of a stored key (PKCS#10), signed with it: the key does not leave.
    ///
    /// - Parameters:
    ///   - record: a certificate that is kept with its private key; subject and other names of the request are its own.
    ///   - session: who asks; his role must hold the act `sign`.
    /// - Returns: the request as PEM.
    /// - Throws: `not_found` for a record without one of both, `restricted` for a certificate that was revoked, `bad_value` for a
    ///   key that signs nothing, the denial's code, or a failure.
    public func certificateRequest(
        for record: RecordID, as session: Session
    ) async throws(VaultError) -> String {
        let der = try await sign(.request, with: record, session)
        return PEMText.of("CERTIFICATE REQUEST", der)
    }

    /// Proves by a signature that the key of a certificate is here.
    ///
    /// Signed is not the challenge by itself: 64 spaces, `Coffer, answer to a challenge`, a zero byte, the challenge.
    ///
    /// - Parameters:
    ///   - challenge: 16...256 bytes of whoever wants to know.
    ///   - record: a certificate that is kept with its private key.
    ///   - session: who asks; his role must hold the act `sign`.
    /// - Returns: the signature.
    /// - Throws: as ``certificateRequest(for:as:)``; `bad_value` with `challenge.size` too.
    public func prove(
        _ challenge: [UInt8], with record: RecordID, as session: Session
    ) async throws(VaultError) -> [UInt8] {
        guard Limits.challengeBytes ~= challenge.count else {
            throw VaultError(.badValue, rule: "challenge.size")
        }
        return try await sign(.answer(to: challenge), with: record, session)
    }

    /// Decide, open, record, sign: in this order, as with every use of a value, and behind all writers.
    private func sign(
        _ work: KeptKeyWork, with record: RecordID, _ session: Session
    ) async throws(VaultError) -> [UInt8] {
        try checkAlive()
        do {
            return try await turn.take {
                try await opened.enter()
                defer { opened.leave() }
                return try await signBehindWriters(work, record, session)
            }
        } catch { throw vaultError(error) }
    }

    private func signBehindWriters(
        _ work: KeptKeyWork, _ record: RecordID, _ session: Session
    ) async throws(VaultError) -> [UInt8] {
        let paths = try keptKeyFields()
        // Who gets nothing signed about anybody learns nothing about who is here.
        try await refuse(refusal(session, .sign, paths.map { ($0, .delivered) }), session, .sign, paths)
        let (subject, _, loaded) = try await present(record, session, .sign)
        var base = entry(session, .random(from: random), .sign)
        base.noted = work.noted
        guard loaded.facts[subject]?.isRevoked(record) == false else {
            base.subject = loaded.open[subject]?.keys.reference
            base.code = .restricted
            _ = try await self.record([base])
            throw VaultError(.restricted, "the certificate was revoked")
        }
        let asks = paths.map { Ask(subject: subject, record: record, path: $0, form: .delivered) }
        var held = decide(request(session, base.request, .sign, asks), loaded)
        let denials = held.decision.denials
        guard denials.isEmpty, let grant = held.decision.takeGrant() else {
            _ = try await self.record(rows([], denials, asks, base, loaded))
            throw VaultError(
                denials.first?.code ?? .notFound, field: denials.first.flatMap { asks[$0.ask].path })
        }
        let unseen = try open(grant, loaded, labels: nil)
        let outcomes = unseen.outcomes
        let receipt = try await self.record(rows(outcomes, [], asks, base, loaded))
        try checkPresent(loaded)
        withExtendedLifetime(held.hold) {}
        if let failed = outcomes.first(where: { $0.failure != nil }), let code = failed.failure {
            throw VaultError(code, field: failed.cell.path)
        }
        let made = unseen.hand(for: receipt) { handed in
            Result { () throws(BadValue) -> [UInt8]? in
                try unsafe handed.withBytes(of: 0) { (key) throws(BadValue) -> [UInt8]? in
                    try unsafe handed.withBytes(of: 1) { (certificate) throws(BadValue) -> [UInt8] in
                        unsafe try work.done(key, certificate)
                    }
                } ?? nil
            }
        }
        switch made {
        case .success(let made): if let made { return made } else { throw VaultError(.notFound) }
        case .failure(let error): throw VaultError(.badValue, rule: error.rule, field: paths[0])
        }
    }

    /// The private key, then its certificate.
    private func keptKeyFields() throws(VaultError) -> [FieldPath] {
        let fields = charter.fields.values
        guard let key = fields.first(where: { $0.type == .privateKey }),
            let certificate = fields.first(where: {
                $0.type == .certificate && $0.path.className == key.path.className
            })
        else { throw VaultError(.notFound, "the charter in force keeps no private keys") }
        return [key.path, certificate.path]
    }
}

/// What a kept key does.
private enum KeptKeyWork {
    case request
    case answer(to: [UInt8])

    /// What the ledger says of it.
    var noted: String {
        switch self {
        case .request: "certificate.request"
        case .answer: "certificate.proof"
        }
    }

    func done(
        _ key: UnsafeRawBufferPointer, _ certificate: UnsafeRawBufferPointer
    ) throws(BadValue) -> [UInt8] {
        switch self {
        case .request: unsafe try KeptKey.request(with: key, for: certificate)
        case .answer(let challenge): unsafe try KeptKey.answer(to: challenge, with: key)
        }
    }
}
