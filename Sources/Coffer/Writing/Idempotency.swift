import CofferFields
import CofferModel
import CofferStore

/// What is known of a request that may have been asked before.
struct Repeated: Sendable {
    /// The answer given then.
    var answer: [UInt8]?
    private let token: [UInt8]?
    private let body: Digest?
    private let day: Int

    init(answer: [UInt8]?, token: [UInt8]?, body: Digest?, day: Int) {
        self.answer = answer
        self.token = token
        self.body = body
        self.day = day
    }

    /// The row that remembers this answer, or nil when no key was given.
    func row(answer: [UInt8]) -> IdempotencyRow? {
        guard let token, let body else { return nil }
        return IdempotencyRow(token: token, day: day, body: body, answer: answer)
    }
}

extension Vault {
    /// Looks up a request by the key its asker gave it; makes the day's key when there is none yet.
    ///
    /// - Throws: `conflict` when the key was used for another request.
    func idempotent(
        _ session: Session, _ route: String, _ key: String?, _ body: JSON
    ) async throws(VaultError) -> Repeated {
        let day = now().day
        guard let key else { return Repeated(answer: nil, token: nil, body: nil, day: day) }
        guard 1...Limits.idempotencyKeyBytes ~= key.utf8.count, let actor = session.actor else {
            throw VaultError(.usage, rule: "idempotency.key")
        }
        try await ensureDayKey(UInt32(day))
        let canonical = body.canonical
        for day in [day, day - 1] {
            guard
                let (token, hash) = fields.idempotency(
                    day: UInt32(day), actor: actor, route: route, key: key, body: canonical)
            else { continue }
            let row: IdempotencyRow?
            do { row = try await data.idempotency(token) } catch { throw vaultError(error) }
            guard let row else { continue }
            guard row.body == hash else { throw VaultError(.conflict, "this key was used for another request") }
            return Repeated(answer: row.answer, token: token, body: hash, day: day)
        }
        guard
            let (token, hash) = fields.idempotency(
                day: UInt32(day), actor: actor, route: route, key: key, body: canonical)
        else { throw VaultError(.locked, "the key of the day has not been published yet") }
        return Repeated(answer: nil, token: token, body: hash, day: day)
    }

    /// Publishes the day's idempotency key, and destroys those older than 48 hours.
    private func ensureDayKey(_ day: UInt32) async throws(VaultError) {
        guard keyring.newest(.idempotency(day: day)) == nil, keyring.holdsRoot else { return }
        do {
            try await turn.take {
                guard keyring.newest(.idempotency(day: day)) == nil else { return }
                var change = KeyringChange()
                change.newKeys = [.idempotency(day: day)]
                change.destroyed = Set(keyring.file.manifest.keys.map(\.use).filter { use in
                    if case .idempotency(let old) = use { old + 2 < day + 1 } else { false }
                })
                try await publish(change, nil)
            }
        } catch { throw vaultError(error) }
    }
}
