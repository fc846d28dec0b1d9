import CofferCharter
import CofferFields
import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// What a row is about, if it is what the ledger vouches for.
    func order(of row: OutboxRow, _ open: OpenSubject) -> NoticeOrder? {
        let vouched = memory.withLock { $0.vouched[open.keys.reference(of: row.notice)] }
        return vouched?.hash == RowHash.notice(row) ? order(kept: row, open) : nil
    }

    /// What a row is about, also of one that has left and that nobody vouches for any more.
    func order(kept row: OutboxRow, _ open: OpenSubject) -> NoticeOrder? {
        guard let text = try? fields.open(row, open.keys), let json = try? JSON(reading: text) else {
            return nil
        }
        return try? NoticeOrder(json: json)
    }

    /// What a row is about; a writer may be between his data and what is known of them, and behind him it is what it seems.
    func settledOrder(of row: OutboxRow, _ open: OpenSubject) async -> NoticeOrder? {
        if let order = order(of: row, open) { return order }
        return await turn.take { order(of: row, open) }
    }

    /// Subjects as ``load(_:)`` has them, without those whose facts somebody changed: that is `verify`'s to name, and no
    /// reason to hold up everybody else's notices.
    func sound(_ subjects: Set<SubjectID>) async throws(VaultError) -> Loaded {
        var sound = Loaded()
        for subject in subjects {
            do {
                let one = try await load([subject])
                sound.facts.merge(one.facts) { $1 }
                sound.open.merge(one.open) { $1 }
                sound.records.merge(one.records) { $1 }
            } catch {
                guard error.code == .integrity else { throw error }
            }
        }
        return sound
    }
}

extension Session {
    /// The dispatcher's session for one notice: for the purpose and on the ticket that it was queued with.
    func sending(_ order: NoticeOrder) -> Session {
        Session(
            role: role, purpose: order.purpose, caseID: order.caseID, reason: nil, actor: actor,
            service: service, origin: origin, isSaid: true, approver: nil)
    }
}
