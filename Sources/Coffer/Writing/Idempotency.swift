import CofferFields
import CofferModel
import CofferStore

/// What is known of a request that may have been asked before.
struct Repeated: Sendable {
    /// The answer given then.
    var answer: [UInt8]?
    private let name: IdempotencyName?
    private let day: Int

    init(answer: [UInt8]?, name: IdempotencyName?, day: Int) {
        self.answer = answer
        self.name = name
        self.day = day
    }

    /// The row that remembers this answer, or nil when no key was given.
    func row(answer: [UInt8]) -> IdempotencyRow? {
        guard let name else { return nil }
        return IdempotencyRow(
            token: name.token, day: day, body: name.body, answer: answer + name.check(answer))
    }
}

extension Vault {
    /// Looks up a request by the key its asker gave it.
    ///
    /// In the turn of the write it is about, so that of two that ask at once the second finds the first's answer.
    ///
    /// - Throws: `conflict` when the key was used for another request.
    func idempotent(
        _ session: Session, _ route: String, _ key: String?, _ body: JSON
    ) async throws(VaultError) -> Repeated {
        let day = now().day
        guard let key else { return Repeated(answer: nil, name: nil, day: day) }
        guard 1...Limits.idempotencyKeyBytes ~= key.utf8.count, let actor = session.actor else {
            throw VaultError(.usage, rule: "idempotency.key")
        }
        let canonical = body.canonical
        for day in [day, day - 1] {
            guard
                let name = fields.idempotency(
                    day: UInt32(day), actor: actor, route: route, key: key, body: canonical)
            else { continue }
            let row: IdempotencyRow?
            do { row = try await data.idempotency(name.token) } catch { throw vaultError(error) }
            guard let row else { continue }
            guard row.body == name.body else {
                throw VaultError(.conflict, "this key was used for another request")
            }
            let answer = Array(row.answer.dropLast(IdempotencyName.checkBytes))
            guard row.answer == answer + name.check(answer) else { throw VaultError(.integrity) }
            return Repeated(answer: answer, name: name, day: day)
        }
        guard
            let name = fields.idempotency(
                day: UInt32(day), actor: actor, route: route, key: key, body: canonical)
        else { throw VaultError(.locked, "the key of the day has not been published yet") }
        return Repeated(answer: nil, name: name, day: day)
    }

    /// Publishes the day's idempotency key, and destroys those older than 48 hours; before the turn of a write.
    func prepareIdempotency(_ key: String?) async throws(VaultError) {
        let day = UInt32(now().day)
        guard key != nil, keyring.newest(.idempotency(day: day)) == nil, keyring.holdsRoot else {
            return
        }
        do {
            try await turn.take {
                guard keyring.newest(.idempotency(day: day)) == nil else { return }
                var change = KeyringChange()
                change.newKeys = [.idempotency(day: day)]
                change.destroyed = Set(
                    keyring.file.manifest.keys.map(\.use).filter { use in
                        if case .idempotency(let old) = use { old + 2 < day + 1 } else { false }
                    })
                try await publish(change, nil)
            }
        } catch { throw vaultError(error) }
    }
}
