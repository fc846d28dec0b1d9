import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

/// What came of one certificate that ends soon.
enum ExpiryOutcome {
    case queued, refused, waiting, nothing
}

extension Vault {
    /// Queues the notice of one certificate, unless it was queued, or is no matter of its owner's any more.
    func remind(
        _ row: IndexRow, _ expiry: Expiry, _ session: Session
    ) async throws(VaultError) -> ExpiryOutcome {
        let loaded = try await sound([row.subject])
        guard isDue(row, expiry, loaded) else { return .nothing }
        let order = NoticeOrder(
            kind: Self.expiryKind, recipient: nil, about: row.record, given: [:], purpose: session.purpose,
            caseID: nil, seed: random.bytes(NoticeOrder.seedBytes), previous: nil)
        let passage = Passage(
            order: order, session: session, subject: row.subject, loaded: loaded,
            settings: try settingsInForce(), stage: .queue)
        do {
            _ = try await pass(passage)
            return try await turn.take { try await queue(order, row, expiry, session) }
        } catch {
            let error = vaultError(error)
            // What stands against one customer stands against no other.
            guard !error.isPassing else { throw error }
            return .refused
        }
    }

    /// Whether the subject is to be told: not yet, and of a certificate that is kept for him and was not revoked.
    private func isDue(_ row: IndexRow, _ expiry: Expiry, _ loaded: Loaded) -> Bool {
        guard let open = loaded.open[row.subject], let facts = loaded.facts[row.subject],
            !facts.isRevoked(row.record), let known = loaded.records[row.record],
            let rule = charter.field(row.number),
            charter.end(of: rule.retention, for: facts, record: row.record, known, now: now()) == nil
        else { return false }
        let name = open.keys.reminder(of: row.record, day: expiry.day, step: expiry.step)
        return memory.withLock { $0.vouched[name] } == nil
    }

    /// Behind all writers: the certificate still ends on that day, the ledger says so too, and nobody else was faster.
    private func queue(
        _ order: NoticeOrder, _ row: IndexRow, _ expiry: Expiry, _ session: Session
    ) async throws -> ExpiryOutcome {
        guard let loaded = try await loadOnce([row.subject]), let open = loaded.open[row.subject],
            isDue(row, expiry, loaded), try await data.tokens(of: [row.record]).contains(row)
        else { return .nothing }
        do throws(VaultError) { try await requireVouched([row.record], open) } catch {
            // Behind all writers nothing changes meanwhile: an older row is somebody's doing too.
            var refused = entry(session, RequestID.random(from: random), .notice)
            refused.subject = open.keys.reference
            refused.code = .integrity
            _ = try await record([refused])
            throw VaultError(.integrity)
        }
        let waiting = try await data.notices(of: row.subject).count { !$0.progress.state.isEnd }
        guard waiting < Limits.noticesPerSubject else { return .waiting }
        let notice = try queued(order, open)
        var intent = announcement(notice, order, open, session)
        let name = open.keys.reminder(of: row.record, day: expiry.day, step: expiry.step)
        // No row stands behind it: the ledger alone remembers that he was told.
        intent.changes.append(LedgerChange(record: name, revision: 1, hash: nil))
        var write = Write { [.insertNotice(notice.announced(at: $0.first))] }
        write.intents = [intent]
        _ = try await commit(write)
        return .queued
    }
}
