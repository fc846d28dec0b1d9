import CofferCharter
import CofferCrypto
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// What of a draft is to be written: an address that a channel stands on is left as it is, if it is the very same.
    ///
    /// So nobody loses what he agreed to because a form was saved twice, and a token that is on its way stays good. The
    /// values are compared under the leave to write them; nobody is told how that went.
    ///
    /// - Parameters:
    ///   - draft: what was asked for.
    ///   - facts: what is known of the subject.
    ///   - open: the subject.
    ///   - held: the leave to write.
    /// - Returns: the draft without these addresses.
    /// - Throws: `throttled` when too many requests hold opened values, or a failure.
    func changing(
        _ draft: RecordDraft, _ facts: SubjectFacts, _ open: OpenSubject, _ held: HeldGrant
    ) async throws(VaultError) -> RecordDraft {
        let standing = Set(
            facts.channels.filter { $0.record == draft.record && $0.state != .revoked }
                .compactMap { charter.fields[$0.path]?.number })
        let addresses = draft.only { standing.contains($0) }
        guard !addresses.values.isEmpty else { return draft }
        try await opened.enter()
        defer { opened.leave() }
        do {
            let same = try fields.same(as: addresses, held.grant, open, charter)
            return draft.only { !same.contains($0) }
        } catch { throw VaultError(error.code) }
    }

    /// The facts after an address was written over: the agreement was to the old one, so its channel is proposed again.
    ///
    /// They belong into the transaction of the write: there is no moment at which the new address counts as agreed.
    ///
    /// - Parameters:
    ///   - facts: what is known of the subject.
    ///   - draft: what is written.
    ///   - revision: the revision of what is written.
    ///   - keys: the subject's keys.
    /// - Returns: the next facts, sealed; nil when no channel is concerned.
    /// - Throws: `locked` when this process does not hold the key of facts.
    func readdressed(
        _ facts: SubjectFacts, by draft: RecordDraft, at revision: UInt64, _ keys: SubjectKeys
    ) throws(VaultError) -> FactsRow? {
        let written = Set(draft.values.keys.compactMap { charter.numbers[$0] })
        let next = facts.readdressed(draft.record, written, revision: revision)
        return next == facts ? nil : try sealed(next: next, keys)
    }

    /// The notices to the addresses that were written over, for the transaction of the write.
    ///
    /// Who had shown that an address is his hears there that it counts no more; so does he whose address somebody else
    /// changed. Nothing is opened for it: the sealed bytes go along, and the dispatcher opens them like any address.
    ///
    /// - Parameters:
    ///   - facts: what was known of the subject before.
    ///   - draft: what is written.
    ///   - before: the row that is written over.
    /// - Returns: what is to be queued; nothing where the charter has no such notice.
    /// - Throws: `integrity` for a row that cannot be read.
    func farewells(
        _ facts: SubjectFacts, by draft: RecordDraft, over before: RecordRow
    ) throws(VaultError) -> [NoticeOrder] {
        let kind = "channel_changed"
        let senders = charter.roles[.dispatcher]?.notices.keys.filter { $0.kind == kind }.map(\.purpose)
        guard let purpose = senders?.min(by: { $0.rawValue < $1.rawValue }) else { return [] }
        guard let packed = try? PackedRow(reading: before.packed) else { throw VaultError(.integrity) }
        var orders: [NoticeOrder] = []
        for channel in facts.channels
        where channel.record == draft.record && [.verified, .agreed, .suspended].contains(channel.state) {
            guard let number = charter.fields[channel.path]?.number, draft.values[number] != nil,
                let cell = packed[number.field, SealedKind.value.rawValue],
                cell.revision == channel.revision
            else { continue }
            var alone = PackedRow()
            alone.put(cell)
            guard let bytes = try? alone.bytes() else { throw VaultError(.integrity) }
            let previous = PreviousAddress(
                field: channel.field, ofClass: before.ofClass, packed: bytes)
            orders.append(
                NoticeOrder(
                    kind: kind, recipient: nil, about: nil,
                    given: ["changed_on": String(now().description.prefix(10))],
                    purpose: purpose, caseID: nil,
                    seed: random.bytes(NoticeOrder.seedBytes), previous: previous))
        }
        return orders
    }
}
